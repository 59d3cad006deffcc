import groovy.json.JsonOutput
import org.identityconnectors.framework.common.exceptions.InvalidAttributeValueException
import org.identityconnectors.framework.common.objects.AttributeUtil
import org.identityconnectors.framework.common.objects.filter.AndFilter
import org.identityconnectors.framework.common.objects.filter.ContainsFilter
import org.identityconnectors.framework.common.objects.filter.EqualsFilter
import org.identityconnectors.framework.common.objects.filter.Filter
import org.identityconnectors.framework.common.objects.filter.NotFilter
import org.identityconnectors.framework.common.objects.filter.OrFilter
import org.identityconnectors.framework.common.objects.filter.StartsWithFilter

/** A filter of the framework in Oracle's words (RFC 7644, 3.4.2.2). What Oracle can't be asked is refused, not left out. */
class IdcsFilter {
    static String inOraclesWords(Filter filter) {
        switch (filter) {
            case AndFilter: return "(${inOraclesWords(filter.left)} and ${inOraclesWords(filter.right)})"
            case OrFilter: return "(${inOraclesWords(filter.left)} or ${inOraclesWords(filter.right)})"
            case NotFilter: return "not (${inOraclesWords(filter.filter)})"
            case EqualsFilter: return comparison('eq', filter.attribute)
            case StartsWithFilter: return comparison('sw', filter.attribute)
            case ContainsFilter: return comparison('co', filter.attribute)
            default: throw new InvalidAttributeValueException("Oracle's users can be searched by eq, sw and co, not by a " +
                filter.class.simpleName)
        }
    }

    /** The one id that a filter asks for, or null. */
    static String idIn(Filter filter) {
        return filter instanceof EqualsFilter && filter.attribute.name == '__UID__' ? AttributeUtil.getStringValue(filter.attribute) : null
    }

    private static String comparison(String operator, attribute) {
        def name = IdcsUser.SEARCHABLE[attribute.name]
        if (name == null) throw new InvalidAttributeValueException("Oracle's users can't be searched by ${attribute.name}".toString())
        def value = AttributeUtil.getSingleValue(attribute)
        // As the JSON string that RFC 7644 wants, so that a quotation mark can't end it.
        return "${name} ${operator} ${JsonOutput.toJson(name == 'active' ? value as Boolean : value as String)}"
    }
}
