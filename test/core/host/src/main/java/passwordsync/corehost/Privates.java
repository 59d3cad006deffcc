package passwordsync.corehost;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Members that only the OSGi container would reach. Reflection on ScriptRegistryService fails with
 * NoClassDefFoundError, since getDeclaredField resolves all field types and one lives in a jar of the container's; a
 * VarHandle looks at the one field only.
 */
final class Privates {
    private Privates() {
    }

    static <T> void set(Object target, Class<?> owner, String field, Class<T> type, T value) {
        try {
            MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .findVarHandle(owner, field, type)
                    .set(target, value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vendor's " + owner.getSimpleName() + " has no field " + field, e);
        }
    }

    static <T> void call(Object target, Class<?> owner, String method, Class<T> type, T argument) {
        try {
            MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
                    .findVirtual(owner, method, MethodType.methodType(void.class, type))
                    .invoke(target, argument);
        } catch (Error | RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("the vendor's " + owner.getSimpleName() + "." + method + " failed", e);
        }
    }
}
