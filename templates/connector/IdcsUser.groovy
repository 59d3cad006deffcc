import org.identityconnectors.framework.common.exceptions.InvalidAttributeValueException
import org.identityconnectors.framework.common.objects.AttributeUtil
import org.identityconnectors.framework.common.objects.ConnectorObject
import org.identityconnectors.framework.common.objects.ConnectorObjectBuilder
import org.identityconnectors.framework.common.objects.Name
import org.identityconnectors.framework.common.objects.ObjectClass
import org.identityconnectors.framework.common.objects.Uid

/** Oracle's user and that of the connector: which attribute stands where. There is no password among them. */
class IdcsUser {
    static final String CORE = 'urn:ietf:params:scim:schemas:core:2.0:User'
    static final String ENTERPRISE = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'
    static final String EXTENSION = 'urn:ietf:params:scim:schemas:oracle:idcs:extension:user:User'
    static final String STATE = 'urn:ietf:params:scim:schemas:oracle:idcs:extension:userState:User'

    /** Texts that can be written, and the names that lead to each. */
    static final Map<String, List<String>> TEXTS = [
        givenName: ['name', 'givenName'],
        middleName: ['name', 'middleName'],
        familyName: ['name', 'familyName'],
        honorificPrefix: ['name', 'honorificPrefix'],
        displayName: ['displayName'],
        nickName: ['nickName'],
        title: ['title'],
        userType: ['userType'],
        preferredLanguage: ['preferredLanguage'],
        locale: ['locale'],
        timezone: ['timezone'],
        externalId: ['externalId'],
        employeeNumber: [ENTERPRISE, 'employeeNumber'],
        department: [ENTERPRISE, 'department'],
        organization: [ENTERPRISE, 'organization'],
        costCenter: [ENTERPRISE, 'costCenter'],
    ]
    /** One number of each type. */
    static final Map<String, String> PHONES = [mobile: 'mobile', workPhone: 'work']
    /** What Oracle alone says, and of which type it is. */
    static final Map<String, Class> READ_ONLY = [federated: Boolean, locked: Boolean, created: String, lastModified: String]

    /** What a filter may name, and how Oracle calls it. Of all these Oracle says that they are searchable. */
    static final Map<String, String> SEARCHABLE = [
        (Uid.NAME): 'id', (Name.NAME): 'userName', email: 'emails.value', active: 'active', externalId: 'externalId',
        displayName: 'displayName', nickName: 'nickName', title: 'title', userType: 'userType', locale: 'locale',
        preferredLanguage: 'preferredLanguage', timezone: 'timezone', givenName: 'name.givenName', middleName: 'name.middleName',
        familyName: 'name.familyName',
    ]

    /** The attributes to ask Oracle for. */
    static final List<String> ASKED = ['userName', 'name', 'displayName', 'nickName', 'title', 'userType', 'preferredLanguage', 'locale',
        'timezone', 'externalId', 'active', 'emails', 'phoneNumbers', 'meta', ENTERPRISE, EXTENSION + ':isFederatedUser', STATE + ':locked']

    static Uid uidOf(Map user) {
        def version = user.meta?.version
        return version ? new Uid(user.id as String, version as String) : new Uid(user.id as String)
    }

    static ConnectorObject shown(Map user) {
        def values = TEXTS.collectEntries { name, path -> [name, path.inject(user) { at, key -> at?.get(key) }] } +
            PHONES.collectEntries { name, type -> [name, user.phoneNumbers?.find { it.type == type }?.value] } +
            [email: primary(user.emails)?.value, active: user.active, federated: user[EXTENSION]?.isFederatedUser,
             locked: user[STATE]?.locked?.on, created: user.meta?.created, lastModified: user.meta?.lastModified]
        def builder = new ConnectorObjectBuilder().setObjectClass(ObjectClass.ACCOUNT).setUid(uidOf(user)).setName(user.userName as String)
        values.each { name, value -> if (value != null) builder.addAttribute(name, value) }
        return builder.build()
    }

    /**
     * What creates a user: without a password, which is delivered on its own, and without a welcome mail. Oracle demands a family
     * name: where there is none, the user name stands in.
     */
    static Map created(String userName, Map<String, Object> values) {
        if (!userName) throw new InvalidAttributeValueException('a user needs a userName')
        def user = [schemas: [CORE, EXTENSION], userName: userName, name: [familyName: userName], (EXTENSION): [bypassNotification: true]]
        values.findAll { it.value != null }.each { name, value ->
            if (TEXTS[name]) {
                def path = TEXTS[name]
                if (path.size() == 1) user[name] = value
                else user[path[0]] = (user[path[0]] ?: [:]) + [(path[1]): value]
            } else if (PHONES[name]) user.phoneNumbers = (user.phoneNumbers ?: []) + [[value: value, type: PHONES[name]]]
            else if (name == 'email') user.emails = [[value: value, type: 'work', primary: true]]
            else if (name == 'active') user.active = value
            else throw unwritable(name)
        }
        if (user[ENTERPRISE]) user.schemas << ENTERPRISE
        return user
    }

    /** Whether a change of these attributes needs the user as it is: lists are replaced as a whole. */
    static boolean changesLists(Collection<String> names) {
        return names.any { it == 'email' || PHONES[it] }
    }

    /** The operations of a PATCH that give the user these values; null takes a value away. */
    static List<Map> changes(String userName, Map<String, Object> values, Map before) {
        def operations = userName ? [[op: 'replace', path: 'userName', value: userName]] : []
        def phones = before?.phoneNumbers ?: []
        values.each { name, value ->
            if (TEXTS[name]) operations << change(joined(TEXTS[name]), value)
            else if (PHONES[name]) phones = phones.findAll { it.type != PHONES[name] } + (value == null ? [] : [[value: value, type: PHONES[name]]])
            else if (name == 'email') operations << change('emails', emails(before?.emails ?: [], value))
            else if (name == 'active') operations << change('active', value)
            else throw unwritable(name)
        }
        if (values.keySet().any { PHONES[it] }) operations << change('phoneNumbers', phones)
        return operations
    }

    /** The values of attributes as the framework gives them: one each, null where there is none. */
    static Map<String, Object> valuesOf(Collection attributes) {
        return attributes.collectEntries { [it.name, it.value ? AttributeUtil.getSingleValue(it) : null] }
    }

    private static Map change(String path, Object value) {
        return value == null || value == [] ? [op: 'remove', path: path] : [op: 'replace', path: path, value: value]
    }

    private static String joined(List<String> path) {
        return path.join(path[0].startsWith('urn:') ? ':' : '.')
    }

    /** Addresses for recovery and the like stay. What Oracle knows of the former primary one is not true of the new one. */
    private static List emails(List before, Object value) {
        def others = before.findAll { !it.primary }.collect { it.findAll { key, part -> key != 'pendingVerificationData' } }
        return value == null ? others : others + [[value: value, type: primary(before)?.type ?: 'work', primary: true]]
    }

    private static Map primary(List emails) {
        return emails?.find { it.primary }
    }

    private static InvalidAttributeValueException unwritable(String name) {
        return new InvalidAttributeValueException("the connector does not write ${name}".toString())
    }
}
