package io.dataarts.rerun.internal.api;

import static io.dataarts.rerun.internal.check.Arguments.require;

import feign.Contract;
import feign.MethodMetadata;
import feign.Request;
import feign.TypedResponse;
import feign.Types;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the generated interfaces, and those that a user wrote in the same way. */
final class ApiContract implements Contract {

    @SuppressWarnings("deprecation") // Feign 13.5 to 13.9, which users have, lack its successor
    private final Contract feign = new Contract.Default();
    private final Map<Method, Operation> operations = new HashMap<>();

    /**
     * An operation of the API.
     *
     * @param answer the type of the body that the method returns
     */
    record Operation(ArgumentEncoder encoder, Type answer) {}

    /** Returns the operation that the method calls, null for a default method. */
    @Nullable Operation operation(Method method) {
        return operations.get(method);
    }

    @Override
    public List<MethodMetadata> parseAndValidateMetadata(Class<?> api) {
        List<MethodMetadata> methods = feign.parseAndValidateMetadata(api);
        for (MethodMetadata metadata : methods) {
            require(metadata.returnType() instanceof ParameterizedType type && type.getRawType() == TypedResponse.class,
                    () -> metadata.configKey() + " must return feign.TypedResponse<...>");
            requireSendable(metadata);
            Type answer = Types.resolveLastTypeParameter(metadata.returnType(), TypedResponse.class);
            operations.put(metadata.method(), new Operation(new ArgumentEncoder(metadata), answer));
        }
        return methods;
    }

    /** Refuses methods that Feign would send wrongly: a map's {@code toString()} in a query, or a file's path as its content. */
    private static void requireSendable(MethodMetadata metadata) {
        String method = metadata.configKey();
        require(Arrays.stream(metadata.method().getParameterTypes()).noneMatch(Request.Options.class::isAssignableFrom),
                () -> method + " has a parameter of feign.Request.Options: set timeouts on the studio's builder");
        require(metadata.formParams().isEmpty(),
                () -> method + " has form fields or cookies, which cannot be sent: " + metadata.formParams());
        metadata.indexToName().forEach((index, names) -> {
            Class<?> type = elementType(metadata.method().getGenericParameterTypes()[index]);
            require(type.isEnum() || type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type),
                    () -> method + " has an object outside its body, which cannot be sent: " + names);
        });
        Collection<String> contentType = metadata.template().headers().getOrDefault("Content-Type", List.of());
        boolean fixed = metadata.template().body() != null || metadata.template().bodyTemplate() != null;
        require(!fixed && (metadata.bodyIndex() == null || String.join(",", contentType).contains("json")),
                () -> method + " has a body that is not JSON, which cannot be sent: " + contentType);
    }

    private static Class<?> elementType(Type type) {
        return type instanceof ParameterizedType list && Collection.class.isAssignableFrom(Types.getRawType(list))
                ? Types.getRawType(list.getActualTypeArguments()[0])
                : Types.getRawType(type);
    }
}
