/* The attributes of Oracle's users that the connector knows; objectTypes of the provisioner file names the same. */
import org.forgerock.openicf.connectors.scriptedrest.ScriptedRESTConnector
import org.identityconnectors.framework.common.objects.AttributeInfoBuilder
import org.identityconnectors.framework.common.objects.Name
import org.identityconnectors.framework.common.objects.ObjectClass
import org.identityconnectors.framework.common.objects.ObjectClassInfoBuilder
import org.identityconnectors.framework.common.objects.SchemaBuilder

def account = new ObjectClassInfoBuilder()
account.type = ObjectClass.ACCOUNT_NAME
account.addAttributeInfo(new AttributeInfoBuilder(Name.NAME, String).setRequired(true).build())
(IdcsUser.TEXTS.keySet() + IdcsUser.PHONES.keySet() + ['email']).each {
    account.addAttributeInfo(new AttributeInfoBuilder(it, String).build())
}
account.addAttributeInfo(new AttributeInfoBuilder('active', Boolean).build())
IdcsUser.READ_ONLY.each { name, type ->
    account.addAttributeInfo(new AttributeInfoBuilder(name, type).setCreateable(false).setUpdateable(false).build())
}

def schema = new SchemaBuilder(ScriptedRESTConnector)
schema.defineObjectClass(account.build())
return schema.build()
