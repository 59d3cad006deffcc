import groovy.transform.CompileStatic
import org.forgerock.openidm.core.IdentityServer
import org.forgerock.openidm.crypto.CryptoService
import org.identityconnectors.framework.common.exceptions.ConfigurationException
import org.osgi.framework.BundleContext
import org.osgi.framework.FrameworkUtil
import org.osgi.framework.ServiceReference

/**
 * Secrets, which the provisioner file only names. A reference in a confidential property of that file would be of no use: IDM
 * encrypts the words "&{...}" when it loads the file, and never puts the property's value in.
 */
@CompileStatic
class IdcsProperties {
    /**
     * The value of a property of boot.properties (or of the JVM), in clear text where `cli.sh encrypt` made it.
     *
     * @throws ConfigurationException when IDM has no such property or can't decrypt it
     */
    static String secret(String name) {
        String text = IdentityServer.instance.getProperty(name)
        if (!text) throw new ConfigurationException("IDM knows no property ${name} (set it in conf/boot/boot.properties)".toString())
        if (!text.contains('"$crypto"')) return text
        try {
            // cli.sh encrypts its input to the end, the line break of whoever typed it included.
            return cryptoService().decrypt(text).asString().replaceFirst(/[\r\n]+\z/, '')
        } catch (ConfigurationException e) {
            throw e
        } catch (Exception e) {
            // The message of the cause could quote what it stumbled over.
            throw new ConfigurationException("the property ${name} can't be decrypted (${e.class.simpleName})".toString())
        }
    }

    private static CryptoService cryptoService() {
        BundleContext context = FrameworkUtil.getBundle(CryptoService)?.bundleContext
        ServiceReference<CryptoService> reference = context?.getServiceReference(CryptoService)
        CryptoService service = reference == null ? null : context.getService(reference)
        if (service == null) throw new ConfigurationException("IDM's encryption is not available")
        return service
    }
}
