package passwordsync.corehost;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Set;
import javax.crypto.KeyGenerator;
import org.forgerock.json.crypto.JsonDecryptFunction;
import org.forgerock.json.crypto.simple.SimpleDecryptor;
import org.forgerock.json.crypto.simple.SimpleKeySelector;
import org.forgerock.json.crypto.simple.SimpleKeyStoreSelector;
import org.forgerock.openidm.crypto.CryptoService;
import org.forgerock.openidm.crypto.impl.CryptoServiceImpl;

/** The vendor's crypto service over a keystore of ours. */
final class Crypto {
    private static final String ALIAS = "openidm-sym-default";
    private static final String PASSWORD = "changeit";
    private static final Set<String> COUNTED = Set.of("encrypt", "decrypt", "hash", "matches");

    private Crypto() {
    }

    /**
     * JCEKS derives the key's protection anew on every use: 50 ms at the JDK's default, 3 ms at the least it allows.
     * The number is written into the keystore, so it has to be set before one is made; the JDK reads it once.
     */
    static void makeKeystoresCheap() {
        System.setProperty("jdk.jceks.iterationCount", "10000");
    }

    /** Makes a key in that folder unless there is one: kept, it opens the sealed values of the process before. */
    static CryptoService open(Path folder, Counters counters) {
        Path file = folder.resolve("keystore.jceks");
        SimpleKeySelector keys;
        try {
            keys = new SimpleKeyStoreSelector(keystore(file), PASSWORD);
        } catch (IOException | GeneralSecurityException e) {
            throw new ProjectException(file + ": no usable keystore: " + ProjectException.reason(e));
        }
        SimpleKeySelector counting = alias -> {
            counters.keyUnsealed();
            return keys.select(alias);
        };
        return new CryptoServiceImpl(counting, new JsonDecryptFunction(new SimpleDecryptor(counting)));
    }

    private static KeyStore keystore(Path file) throws IOException, GeneralSecurityException {
        KeyStore keystore = KeyStore.getInstance("JCEKS");
        if (Files.exists(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                keystore.load(in, PASSWORD.toCharArray());
            }
            return keystore;
        }
        KeyGenerator generator = KeyGenerator.getInstance("AES");
        generator.init(128);
        keystore.load(null, null);
        keystore.setEntry(
                ALIAS,
                new KeyStore.SecretKeyEntry(generator.generateKey()),
                new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
        // In one step: half a keystore, of a process killed here, would keep every other from starting.
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            keystore.store(out, PASSWORD.toCharArray());
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return keystore;
    }

    /** The same service, counting: what scripts get, so that their calls are told from those of the core itself. */
    static CryptoService counting(CryptoService service, Counters counters) {
        return (CryptoService) Proxy.newProxyInstance(
                Crypto.class.getClassLoader(),
                new Class<?>[] {CryptoService.class},
                (proxy, method, arguments) -> {
                    if (COUNTED.contains(method.getName())) {
                        counters.scriptCall(method.getName());
                    }
                    try {
                        return method.invoke(service, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
