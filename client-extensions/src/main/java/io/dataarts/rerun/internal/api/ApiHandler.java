package io.dataarts.rerun.internal.api;

import feign.InvocationHandlerFactory.MethodHandler;
import feign.Request;
import feign.Target;
import feign.TypedResponse;
import io.dataarts.rerun.error.DataArtsException;
import io.dataarts.rerun.internal.call.Call;
import io.dataarts.rerun.internal.call.Failures;
import io.dataarts.rerun.internal.call.RequestHead;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Handles the methods of an API. Checks the arguments, starts the call, and turns every failure into the call's exception. Feign runs the
 * default methods only.
 */
record ApiHandler(Target<?> target, Map<Method, MethodHandler> methods, ApiContract contract, RequestDefaults defaults, ApiFactory factory,
        AnswerDecoder decoder)
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
        ApiContract.Operation operation = contract.operation(method);
        if (operation == null) {
            return methods.get(method).invoke(arguments); // a default method, which calls methods of the API
        }
        factory.transport().requireOpen();
        RequestHead head = operation.encoder().encode(arguments, defaults);
        return call(new Call(head, factory.transport().callTimeout(), defaults.gate()), operation, arguments);
    }

    private TypedResponse<?> call(Call call, ApiContract.Operation operation, Object[] arguments) throws Throwable {
        Throwable failure = null;
        factory.listeners().started(call);
        try {
            Request request = operation.encoder().request(call.head(), target.url(), arguments);
            return factory.deliver(call, request, decoder, operation.answer());
        } catch (Throwable e) {
            failure = failure(call, e);
            throw failure;
        } finally {
            call.close();
            factory.listeners().ended(call, failure);
        }
    }

    /** Returns the exception for the caller. */
    private static Throwable failure(Call call, Throwable thrown) {
        if (thrown instanceof DataArtsException told) {
            return call.withEarlierFailures(told);
        }
        if (call.lastAttempt() == null && (thrown instanceof IllegalArgumentException || thrown instanceof IllegalStateException)) {
            return thrown;
        }
        Failures.keepInterrupt(thrown);
        boolean fatal = thrown instanceof Error && !(thrown instanceof LinkageError);
        DataArtsException told = call.withEarlierFailures(call.exception(thrown.toString(), fatal ? null : thrown));
        if (fatal) { // memory may have run out: the error itself leaves, and carries the outcome of the call
            thrown.addSuppressed(told);
            return thrown;
        }
        return told;
    }
}
