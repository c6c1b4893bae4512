package io.dataarts.contract.change;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import feign.TypedResponse;
import io.dataarts.contract.generator.GeneratedClient;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.DataArtsStudioBuilder;
import io.dataarts.rerun.auth.AccessKey;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A service with the added operations, and a studio that calls it through the generated interfaces. */
final class ExtendedService implements AutoCloseable {

    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";
    static final GeneratedClient CLIENT = GeneratedClient.from(ExtendedSpec.read());

    private static final ObjectMapper PLAIN = new ObjectMapper();

    private final ReferenceProvider provider;
    private final DataArtsStudio studio;

    private ExtendedService(ReferenceProvider provider, UnaryOperator<DataArtsStudioBuilder> settings) {
        this.provider = provider;
        this.studio = settings.apply(DataArtsStudio.builder()
                        .endpoint(provider.endpoint())
                        .projectId(PROJECT)
                        .workspace(WORKSPACE)
                        .credentials(AccessKey.of("EXAMPLEAK", "ExampleSecretKey")))
                .build();
    }

    static ExtendedService start() {
        return start(settings -> settings);
    }

    static ExtendedService start(UnaryOperator<DataArtsStudioBuilder> settings) {
        return new ExtendedService(known().spec(ExtendedSpec.read()).start(), settings);
    }

    /** Starts a service without the added operations. */
    static ExtendedService startUnextended() {
        return new ExtendedService(known().start(), settings -> settings);
    }

    private static ReferenceProvider.Builder known() {
        return ReferenceProvider.builder()
                .accessKey("EXAMPLEAK", "ExampleSecretKey")
                .temporaryKey("EXAMPLETEMPORARYAK", "ExampleTemporarySecretKey", "example-security-token")
                .token("example-token");
    }

    DataArtsStudio studio() {
        return studio;
    }

    ReferenceProvider provider() {
        return provider;
    }

    /** Returns the only request that has arrived. Throws if there are none or several. */
    RecordedExchange arrived() {
        List<RecordedExchange> exchanges = provider.exchanges();
        if (exchanges.size() != 1) {
            throw new AssertionError("not one request, but " + exchanges);
        }
        return exchanges.get(0);
    }

    /** Returns a call of an operation. At first its only argument is the project. */
    Invocation operation(String id) {
        return new Invocation(studio, id);
    }

    @Override
    public void close() {
        studio.close();
        provider.close();
    }

    static JsonNode json(Object value) {
        return PLAIN.valueToTree(value);
    }

    /** A call of a generated method. Tests give arguments by name; the others are null. */
    static final class Invocation {

        private final DataArtsStudio studio;
        private final String operationId;
        private final Map<String, Object> arguments = new HashMap<>();

        Invocation(DataArtsStudio studio, String operationId) {
            this.studio = studio;
            this.operationId = operationId;
        }

        Invocation with(String parameter, Object argument) {
            arguments.put(parameter, argument);
            return this;
        }

        TypedResponse<?> call() throws Throwable {
            Method method = method();
            Object[] values = names(method).stream()
                    .map(name -> name.equals("projectId") ? arguments.getOrDefault(name, PROJECT) : arguments.get(name))
                    .toArray();
            try {
                return (TypedResponse<?>) method.invoke(studio.api(method.getDeclaringClass()), values);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }

        /** Makes the call, and returns the provider's echo as the generated model reads it. */
        JsonNode echo() throws Throwable {
            return json(call().body());
        }

        /** Returns the method of the operation; without a body argument, the method without a body, if there is one. */
        private Method method() {
            return CLIENT.types().stream()
                    .flatMap(type -> Arrays.stream(type.getMethods()))
                    .filter(method -> method.getName().equals(operationId) && names(method).containsAll(arguments.keySet()))
                    .min(Comparator.comparing(Method::getParameterCount))
                    .orElseThrow(() -> new AssertionError(operationId + " with " + arguments.keySet() + " was not generated"));
        }

        private static List<String> names(Method method) {
            return Arrays.stream(method.getParameters()).map(Parameter::getName).toList();
        }
    }
}
