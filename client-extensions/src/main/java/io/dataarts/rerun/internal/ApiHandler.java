package io.dataarts.rerun.internal;

import feign.FeignException;
import feign.InvocationHandlerFactory.MethodHandler;
import feign.Target;
import feign.codec.EncodeException;
import io.dataarts.rerun.error.DataArtsException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Map;

/** The outermost layer of an API method: checks arguments before Feign sees them, and lets no exception of Feign's out. */
final class ApiHandler implements InvocationHandler {

    private static final Object[] NO_ARGUMENTS = {};

    private final Target<?> target;
    private final Map<Method, MethodHandler> methods;
    private final GeneratedContract contract;
    private final RequestDefaults defaults;
    private final Transport transport;

    ApiHandler(
            Target<?> target,
            Map<Method, MethodHandler> methods,
            GeneratedContract contract,
            RequestDefaults defaults,
            Transport transport) {
        this.target = target;
        this.methods = methods;
        this.contract = contract;
        this.defaults = defaults;
        this.transport = transport;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] given) throws Throwable {
        Object[] arguments = given == null ? NO_ARGUMENTS : given;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> target.type().getSimpleName() + " at " + target.url();
            };
        }
        MethodHandler handler = methods.get(method);
        Operation operation = contract.operation(method);
        if (operation == null) {
            return handler.invoke(arguments); // a default method, which calls others
        }
        transport.requireOpen();
        operation.check(arguments);
        try (Call call = Call.enter(transport.callTimeout())) {
            Map<String, Collection<String>> headers = operation.headers(arguments);
            defaults.addTo(headers, operation.projectId(arguments, defaults.projectId()));
            call.entered(operation.pathTemplate(), operation.path(arguments), headers);
            return invoke(call, handler, arguments);
        }
    }

    private static Object invoke(Call call, MethodHandler handler, Object[] arguments) throws Throwable {
        try {
            return handler.invoke(arguments);
        } catch (DataArtsException e) {
            throw call.withEarlierFailures(ofThis(call, e));
        } catch (FeignException e) { // holds the request with its authentication
            if (e instanceof EncodeException && call.attempts() == 0) {
                throw new IllegalArgumentException("the request body cannot be written as JSON: " + reason(e));
            }
            if (e.getCause() instanceof DataArtsException cause) {
                throw call.withEarlierFailures(ofThis(call, cause));
            }
            throw call.withEarlierFailures(call.failure(reason(e), e.getCause() instanceof FeignException ? null : e.getCause()));
        } catch (Exception e) { // also what a capability throws without declaring it
            if (call.attempts() == 0 && (e instanceof IllegalArgumentException || e instanceof IllegalStateException)) {
                throw e;
            }
            Failures.keepInterrupt(e);
            throw call.withEarlierFailures(call.failure(e.toString(), e));
        } catch (LinkageError e) { // the classes of a library are missing, or do not match
            throw call.withEarlierFailures(call.failure(e.toString(), e));
        } catch (Error e) { // stays one, as not even memory may be left, and says what became of the call
            e.addSuppressed(call.withEarlierFailures(call.failure(e.toString(), null)));
            throw e;
        }
    }

    /** A capability may call another studio, whose failure tells nothing of this call. */
    private static DataArtsException ofThis(Call call, DataArtsException failure) {
        return call.isTold(failure) ? failure : call.failure(failure.toString(), failure);
    }

    private static String reason(FeignException e) {
        return e.getCause() == null ? e.getClass().getSimpleName() : e.getCause().toString();
    }
}
