package passwordsync.corehost;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.forgerock.json.resource.Request;
import org.forgerock.json.resource.RequestHandler;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.json.resource.Router;
import org.forgerock.openidm.util.ContextUtil;
import org.forgerock.services.context.Context;
import org.forgerock.services.descriptor.Describable;
import org.forgerock.util.promise.Promise;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why a request from outside ended in a 500. The core answers "onUpdate script encountered exception" and logs the
 * cause at debug level only, so a typing error in a hook would take an hour to find.
 */
final class FailureLog {
    private static final Logger LOGGER = LoggerFactory.getLogger(FailureLog.class);

    private FailureLog() {
    }

    static RequestHandler around(Router handler) {
        return (RequestHandler) Proxy.newProxyInstance(
                FailureLog.class.getClassLoader(),
                // Describable, as the router: relationships ask it for the type at their other end.
                new Class<?>[] {RequestHandler.class, Describable.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(handler, arguments);
                        if (answer instanceof Promise<?, ?> promise && arguments[0] instanceof Context context
                                && ContextUtil.isExternal(context)) {
                            promise.thenOnException(e -> log((Request) arguments[1], e));
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void log(Request request, Exception failure) {
        boolean unexpected = failure instanceof ResourceException known
                && known.getCode() == ResourceException.INTERNAL_ERROR;
        if (unexpected) {
            LOGGER.warn("{} {}: {}: {}", request.getRequestType(), request.getResourcePath(), failure.getMessage(),
                    ProjectException.reason(failure));
        }
    }
}
