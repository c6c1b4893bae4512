package io.dataarts.rerun.internal.api;

import static io.dataarts.rerun.internal.check.Arguments.require;

import feign.CollectionFormat;
import feign.Contract;
import feign.MethodMetadata;
import feign.Request;
import feign.RequestTemplate;
import feign.TypedResponse;
import feign.Types;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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

    /** Refuses what this SDK would leave out or send otherwise than Feign: a map of filters, or a {@code toString()} as a value. */
    private static void requireSendable(MethodMetadata metadata) {
        String method = metadata.configKey();
        RequestTemplate template = metadata.template();
        require(Arrays.stream(metadata.method().getParameterTypes()).noneMatch(Request.Options.class::isAssignableFrom),
                () -> method + " has a parameter of feign.Request.Options: set timeouts on the studio's builder");
        require(metadata.queryMapIndex() == null && metadata.headerMapIndex() == null && metadata.urlIndex() == null,
                () -> method + " has a @QueryMap, a @HeaderMap or a URI, which cannot be sent: declare a @Param for each value");
        require(metadata.indexToExpanderClass().isEmpty() && template.collectionFormat() == CollectionFormat.EXPLODED,
                () -> method + " has an expander or a collection format: remove it, since the SDK writes all values itself");
        require(metadata.formParams().isEmpty(), () -> method + " has parameters that path, query and headers do not name,"
                + " such as form fields or cookies, which cannot be sent: " + metadata.formParams());
        metadata.indexToName().forEach((index, names) -> require(isText(metadata.method().getGenericParameterTypes()[index]),
                () -> method + " has an object outside its body, which cannot be sent: " + names));
        String contentType = String.join(",", template.headers().getOrDefault("Content-Type", List.of()));
        require(template.body() == null && template.bodyTemplate() == null,
                () -> method + " has a @Body, which cannot be sent: declare a parameter for the body");
        require(metadata.bodyIndex() == null || contentType.toLowerCase(Locale.ROOT).contains("json"),
                () -> method + " has a body that is not JSON, which cannot be sent: [" + contentType
                        + "]. A parameter without @Param is the body, and needs @Headers(\"Content-Type: application/json\")");
        require(!template.method().equals("CONNECT") && !template.headers().containsKey("Transfer-Encoding"),
                () -> method + " opens a tunnel, or sets how the body is transferred: leave both to the SDK");
    }

    /** Returns whether the type, or that of the elements of a collection, has a text that services read: a number, a name or a time. */
    private static boolean isText(Type given) {
        Class<?> type = elementType(given);
        return type.isEnum() || type.isPrimitive()
                || Comparable.class.isAssignableFrom(type) && type.getName().matches("java\\.(lang|math|time)\\..*|java\\.util\\.UUID");
    }

    private static Class<?> elementType(Type type) {
        return type instanceof ParameterizedType list && Collection.class.isAssignableFrom(Types.getRawType(list))
                ? Types.getRawType(list.getActualTypeArguments()[0])
                : Types.getRawType(type);
    }
}
