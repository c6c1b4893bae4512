package io.dataarts.contract.agreement.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import au.com.dius.pact.consumer.PactVerificationResult;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.dataartsstudio.v1.DataArtsStudioClient;
import io.dataarts.contract.pact.Caller;
import io.dataarts.contract.provider.RecordedExchange;
import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.DescribedOperation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The lists of the vendor's SDK agree with the pact, with the reference provider and with openapi.yaml.
 *
 * <p>{@link ListQuirk} names the differences.
 */
@DisplayName("The lists of the vendor's SDK")
class VendorListsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, VendorList<?, ?>> LISTS = VendorList.all();

    private static ReferenceProvider provider;

    @BeforeAll
    static void start() {
        provider = Caller.provider().start();
    }

    @AfterAll
    static void stop() {
        provider.close();
    }

    @TestFactory
    @DisplayName("send each request as the pact records it")
    Stream<DynamicTest> vendor_keepsThePact() {
        return recorded().map(interaction -> dynamicTest(description(interaction), () ->
                assertThat(play(interaction, interaction.path("request"))).isInstanceOf(PactVerificationResult.Ok.class)));
    }

    @TestFactory
    @DisplayName("fail against a pact that differs from ours")
    Stream<DynamicTest> vendor_whenPactIsMutated_thenBreaksIt() {
        Map<String, Consumer<ObjectNode>> mutations = new LinkedHashMap<>();
        mutations.put("another path", request -> request.put("path", request.path("path").asText() + "s"));
        mutations.put("another method", request -> request.put("method", "POST"));
        mutations.put("another workspace", request -> ((ObjectNode) request.path("headers")).putArray("workspace").add("other"));
        mutations.put("one more header", request -> ((ObjectNode) request.path("headers")).putArray("X-Other").add("other"));
        mutations.put("one more parameter", request -> request.withObject("query").putArray("other").add("1"));
        mutations.put("a renamed parameter", request -> query(request).set("limits", query(request).remove("limit")));
        mutations.put("one parameter less", request -> query(request).remove("offset"));
        mutations.put("another value", request -> query(request).putArray("limit").add("99"));
        // The first interaction of each list that has the parameters.
        Map<String, ObjectNode> ofEachList = new TreeMap<>();
        recorded().filter(interaction -> interaction.at("/request/query").has("offset"))
                .forEach(interaction -> ofEachList.putIfAbsent(operation(interaction), interaction));
        assertThat(ofEachList).containsOnlyKeys(LISTS.keySet());
        return ofEachList.values().stream().flatMap(interaction -> mutations.entrySet().stream().map(mutation ->
                dynamicTest(mutation.getKey() + " in " + description(interaction), () -> {
                    ObjectNode mutant = interaction.deepCopy();
                    mutation.getValue().accept((ObjectNode) mutant.path("request"));
                    assertThat(play(mutant, interaction.path("request"))).isNotInstanceOf(PactVerificationResult.Ok.class);
                })));
    }

    @TestFactory
    @DisplayName("are answered by the reference provider, and read each value of its answers")
    Stream<DynamicTest> vendor_readsTheProvider() {
        return recorded().map(interaction -> dynamicTest(description(interaction), () -> {
            provider.catalog().clear();
            interaction.path("providerStates").forEach(state -> provider.state(state.path("name").asText()));
            DataArtsStudioClient client = VendorPact.client(provider.endpoint().toString());
            VendorList<?, ?> list = LISTS.get(operation(interaction));
            int status = interaction.at("/response/status").asInt();
            if (status == 200) {
                ObjectNode read = list.call(client, interaction.path("request"));
                // Read again, because equal numbers of different Java types differ.
                assertThat(JSON.readTree(read.toString())).isEqualTo(withoutNulls(JSON.readTree(lastExchange().responseText())));
            } else {
                ServiceResponseException told = catchThrowableOfType(ServiceResponseException.class,
                        () -> list.call(client, interaction.path("request")));
                assertThat(told.getHttpStatusCode()).isEqualTo(status);
                assertThat(told.getErrorCode()).isEqualTo(JSON.readTree(lastExchange().responseText()).path("error_code").asText());
            }
            assertThat(lastExchange().status()).isEqualTo(status);
            assertThat(lastExchange().header("Content-Type")).contains("application/json");
        }));
    }

    @Test
    @DisplayName("have the names and types of openapi.yaml, except for named differences")
    void namesAndTypes() {
        List<String> differences = new ArrayList<>();
        for (DescribedOperation operation : ApiDescription.packaged().operations()) {
            if (LISTS.containsKey(operation.id())) {
                differences.addAll(differences(operation, LISTS.get(operation.id())));
            }
        }

        assertThat(differences).containsExactlyInAnyOrderElementsOf(
                Arrays.stream(ListQuirk.values()).flatMap(quirk -> quirk.differences().stream()).toList());
    }

    private static List<String> differences(DescribedOperation operation, VendorList<?, ?> vendors) {
        ApiDescription description = ApiDescription.packaged();
        assertThat(vendors.method() + " " + vendors.path()).isEqualTo(operation.method() + " " + operation.path());
        Map<String, String> request = new TreeMap<>();
        List<String> required = new ArrayList<>();
        description.parameters(operation).values().forEach(parameter -> {
            String name = parameter.path("name").asText();
            request.put(name, VendorList.javaType(description, parameter.path("schema")));
            if (parameter.path("required").asBoolean()) {
                required.add(name);
            }
        });
        // The vendor's SDK fills these in, as ours does.
        request.keySet().removeAll(List.of("project_id", "X-Project-Id"));
        Map<String, String> response = new TreeMap<>();
        addFields("", description, operation.node().at("/responses/200/content/application~1json/schema"), response);

        List<String> found = new ArrayList<>();
        found.add("sends Content-Type " + vendors.contentType());
        vendors.mandatory().stream().filter(name -> !required.contains(name)).forEach(name -> found.add(name + " is mandatory"));
        addDifferences(request, vendors.request(), found);
        addDifferences(response, vendors.response(), found);
        return found.stream().map(difference -> operation.id() + ": " + difference).toList();
    }

    private static void addFields(String prefix, ApiDescription description, JsonNode schema, Map<String, String> types) {
        description.resolve(schema).path("properties").properties().forEach(field -> {
            types.put(prefix + field.getKey(), VendorList.javaType(description, field.getValue()));
            addFields(prefix + field.getKey() + "[].", description, field.getValue().path("items"), types);
        });
    }

    private static void addDifferences(Map<String, String> ours, Map<String, String> vendors, List<String> found) {
        assertThat(vendors).containsOnlyKeys(ours.keySet());
        vendors.forEach((name, type) -> {
            if (!type.equals(ours.get(name))) {
                found.add(name + " is " + type + ", not " + ours.get(name));
            }
        });
    }

    /** Returns the interactions of the lists that the vendor's SDK can play. It refuses tokens. */
    private static Stream<ObjectNode> recorded() {
        List<ObjectNode> recorded = new ArrayList<>();
        VendorPact.committed().path("interactions").forEach(interaction -> {
            if (LISTS.containsKey(operation(interaction))
                    && interaction.at("/request/headers/Authorization/0").asText().contains("Access=EXAMPLEAK00000000001")) {
                recorded.add((ObjectNode) interaction);
            }
        });
        assertThat(recorded).hasSizeGreaterThan(40);
        return recorded.stream();
    }

    /** Serves the interaction, and makes the call of the request. */
    private static PactVerificationResult play(ObjectNode interaction, JsonNode request) throws Exception {
        return VendorPact.play(interaction, client -> LISTS.get(operation(interaction)).call(client, request));
    }

    private static String operation(JsonNode interaction) {
        return interaction.at("/comments/references/openapi/operationId").asText();
    }

    private static String description(JsonNode interaction) {
        return interaction.path("description").asText();
    }

    private static ObjectNode query(ObjectNode request) {
        return (ObjectNode) request.path("query");
    }

    private static JsonNode withoutNulls(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().removeIf(member -> member.getValue().isNull());
        }
        node.forEach(VendorListsTest::withoutNulls);
        return node;
    }

    private static RecordedExchange lastExchange() {
        List<RecordedExchange> exchanges = provider.exchanges();
        return exchanges.get(exchanges.size() - 1);
    }
}
