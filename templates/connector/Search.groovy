/*
 * Lists users: one by its id, one page where IDM asks for pages, else all of them, page by page.
 *
 * Whoever asks for nothing but ids gets no more; all others get every attribute, for the framework applies the filter once more
 * to what comes from here, and an attribute that is not there would not pass.
 */
import org.identityconnectors.framework.common.exceptions.InvalidAttributeValueException
import org.identityconnectors.framework.common.exceptions.UnknownUidException
import org.identityconnectors.framework.common.objects.Name
import org.identityconnectors.framework.common.objects.SearchResult
import org.identityconnectors.framework.common.objects.Uid

final int GREATEST_PAGE = 1000 // Oracle's own limit

def client = customizedConnection as IdcsClient
def id = IdcsFilter.idIn(filter)
if (id != null) {
    try {
        handler(IdcsUser.shown(client.read(id)))
    } catch (UnknownUidException ignored) {
        // Nobody is an empty list.
    }
    return null
}

def sortKey = options.sortKeys ? options.sortKeys[0] : null
// IDM names the attribute of its own object type.
def sortName = sortKey?.field in [null, 'userName', '_id'] ? Name.NAME : sortKey.field
if (!IdcsUser.SEARCHABLE[sortName]) throw new InvalidAttributeValueException("Oracle's users can't be sorted by ${sortName}".toString())
def request = [
    attributes: options.attributesToGet as List == [Uid.NAME] ? ['userName', 'meta.version'] : IdcsUser.ASKED,
    // Without an order nothing says that two pages are of one list.
    sortBy: IdcsUser.SEARCHABLE[sortName],
    sortOrder: sortKey == null || sortKey.ascendingOrder ? 'ascending' : 'descending',
] + (filter == null ? [:] : [filter: IdcsFilter.inOraclesWords(filter) as String])

def wanted = options.pageSize ?: 0
def cookie = (options.pagedResultsCookie ?: '').tokenize('/')
if (cookie && !(cookie.size() == 2 && cookie.every { it.isInteger() })) throw new InvalidAttributeValueException('the paging cookie is none of ours')
int next = cookie ? cookie[0] as int : 1 + (options.pagedResultsOffset ?: 0)
int total = cookie ? cookie[1] as int : -1
def seen = new HashSet()
int given = 0

while (true) {
    int count = wanted > 0 ? Math.min(GREATEST_PAGE, wanted - given) : GREATEST_PAGE
    // Users who were deleted since the last page have moved the others up: as many are asked for again, and nobody is missed.
    def page = client.search(request + [startIndex: next, count: count])
    int now = page.totalResults as int
    if (total > now) {
        next = Math.max(1, next - (total - now))
        total = now
        continue
    }
    total = now
    def users = page.Resources ?: []
    next += users.size()
    for (user in users) {
        if (!seen.add(user.id)) continue
        given++
        if (!handler(IdcsUser.shown(user))) return null
    }
    boolean more = !users.isEmpty() && next <= total
    if (!more) return wanted > 0 ? new SearchResult() : null
    if (wanted > 0 && given >= wanted) return new SearchResult("${next}/${total}".toString(), total - next + 1)
}
