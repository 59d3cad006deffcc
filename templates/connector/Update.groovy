/*
 * Changes a user. All attributes have one value, so that to add one is to replace it. Lists of Oracle's (mail addresses, telephone
 * numbers) are replaced whole: they are read first, and the version that was read has to be the one that is changed.
 */
import org.forgerock.openicf.misc.scriptedcommon.OperationType

def client = customizedConnection as IdcsClient
def values = IdcsUser.valuesOf(attributes)
if (operation == OperationType.REMOVE_ATTRIBUTE_VALUES) values = values.collectEntries { name, value -> [name, null] }

def before = IdcsUser.changesLists(values.keySet()) ? client.read(uid.uidValue) : null
def changes = IdcsUser.changes(id as String, values, before)
if (!changes) return uid
return IdcsUser.uidOf(client.patch(uid.uidValue, changes, uid.revision ?: before?.meta?.version))
