package io.dataarts.rerun.internal.api;

import feign.FeignException;
import feign.InvocationHandlerFactory.MethodHandler;
import feign.Target;
import feign.codec.EncodeException;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.RequestHead;
import io.dataarts.rerun.internal.delivery.CallListeners;
import io.dataarts.rerun.internal.http.Transport;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Handles the methods of an API. Checks the arguments before Feign sees them, starts the call, and turns every failure into the call's
 * exception.
 */
record ApiHandler(Target<?> target, Map<Method, MethodHandler> methods, ApiContract contract, RequestDefaults defaults, Transport transport,
        CallListeners listeners)
        implements InvocationHandler {

    @Override
    public Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        Object[] arguments = given == null ? new Object[0] : given;
        if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
                case "equals" -> proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> target.type().getSimpleName() + " at " + target.url();
            };
        }
        MethodHandler handler = methods.get(method);
        ArgumentEncoder encoder = contract.encoder(method);
        if (encoder == null) {
            return handler.invoke(arguments); // a default method, which calls methods of the API
        }
        transport.requireOpen();
        RequestHead head = encoder.encode(arguments, defaults);
        Object[] withCall = Arrays.copyOf(arguments, arguments.length + 1, Object[].class);
        Call call = new Call(head, transport.callTimeout());
        withCall[arguments.length] = new CallOptions(call);
        return invoke(call, handler, withCall);
    }

    private Object invoke(Call call, MethodHandler handler, Object[] arguments) throws Throwable {
        Throwable failure = null;
        listeners.started(call);
        try {
            return handler.invoke(arguments);
        } catch (Throwable e) {
            failure = failure(call, e);
            throw failure;
        } finally {
            call.close();
            listeners.ended(call, failure);
        }
    }

    /** Returns the exception for the caller. Feign's exceptions hold the request with its authentication, so none of them may leave. */
    private static Throwable failure(Call call, Throwable thrown) {
        Throwable cause = thrown instanceof FeignException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof DataArtsException told) {
            return call.withEarlierFailures(told);
        }
        if (call.lastAttempt() == null && thrown instanceof EncodeException) {
            return new IllegalArgumentException("the request body cannot be written as JSON: " + cause);
        }
        if (call.lastAttempt() == null && (thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException)) {
            return thrown;
        }
        Failures.keepInterrupt(cause);
        boolean fatal = thrown instanceof Error && !(thrown instanceof LinkageError);
        boolean feigns = cause instanceof FeignException;
        DataArtsException told = call.withEarlierFailures(
                call.exception(feigns ? cause.getClass().getSimpleName() : cause.toString(), fatal || feigns ? null : cause));
        if (fatal) { // memory may have run out: the error itself leaves, and carries the outcome of the call
            thrown.addSuppressed(told);
            return thrown;
        }
        return told;
    }
}
