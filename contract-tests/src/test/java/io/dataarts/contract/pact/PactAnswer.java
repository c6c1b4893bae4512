package io.dataarts.contract.pact;

import static org.assertj.core.api.Assertions.assertThat;

import au.com.dius.pact.consumer.dsl.HttpResponseBuilder;
import au.com.dius.pact.core.model.matchingrules.EqualsMatcher;
import au.com.dius.pact.core.model.matchingrules.MatchingRule;
import au.com.dius.pact.core.model.matchingrules.MatchingRuleCategory;
import au.com.dius.pact.core.model.matchingrules.MinTypeMatcher;
import au.com.dius.pact.core.model.matchingrules.NullMatcher;
import au.com.dius.pact.core.model.matchingrules.NumberTypeMatcher;
import au.com.dius.pact.core.model.matchingrules.RegexMatcher;
import au.com.dius.pact.core.model.matchingrules.TypeMatcher;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import feign.TypedResponse;
import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer of the service, and what the pact pins of it.
 *
 * <p>The pact pins the type of each value, because the service has other values. It pins the value itself if an interaction names
 * the field, if the value is null, and if the answer is empty. Values are immutable.
 */
final class PactAnswer {

    private static final JsonMapper JSON = new JsonMapper();

    private final int status;
    private final ObjectNode body;
    private final Map<String, MatchingRule> named;

    private PactAnswer(int status, ObjectNode body, Map<String, MatchingRule> named) {
        this.status = status;
        this.body = body;
        this.named = named;
    }

    /** Returns a 200 without a body. */
    static PactAnswer accepted() {
        return new PactAnswer(200, null, Map.of());
    }

    /** Returns a 200 with this body. */
    static PactAnswer ok(String json) {
        return new PactAnswer(200, parse(json), Map.of());
    }

    /** Returns a 200 with an example of openapi.yaml as its body. */
    static PactAnswer example(String name) {
        return ok(ApiDescription.packagedFile("examples/" + name + ".json"));
    }

    /** Returns an error. The pact pins a pattern of the code, because codes may be added, and not the message. */
    static PactAnswer error(int status, String codePattern, String code, String message) {
        ObjectNode body = JSON.createObjectNode().put("error_code", code).put("error_msg", message);
        return new PactAnswer(status, body, Map.of("error_code", new RegexMatcher(codePattern, code)));
    }

    /** Returns this answer without an element in its list. The pact pins it as it is. */
    PactAnswer empty() {
        ObjectNode changed = JSON.createObjectNode();
        body.properties().forEach(member -> changed.set(member.getKey(), member.getValue().isArray() ? JSON.createArrayNode() : JSON.valueToTree(0)));
        return new PactAnswer(status, changed, Map.of("*", EqualsMatcher.INSTANCE));
    }

    /** Returns this answer with another value in each element of its list. The pact pins the value. */
    PactAnswer with(String field, Object value) {
        ObjectNode changed = body.deepCopy();
        elements(changed).forEach(element -> ((ObjectNode) element).set(field, JSON.valueToTree(value)));
        Map<String, MatchingRule> rules = new HashMap<>(named);
        rules.put(field, EqualsMatcher.INSTANCE);
        return new PactAnswer(status, changed, rules);
    }

    /** Returns this answer without these fields in each element of its list. */
    PactAnswer without(String... fields) {
        ObjectNode changed = body.deepCopy();
        elements(changed).forEach(element -> ((ObjectNode) element).remove(List.of(fields)));
        return new PactAnswer(status, changed, named);
    }

    /** Returns this answer with one element of its list alone. */
    PactAnswer only(int index) {
        ObjectNode changed = body.deepCopy();
        JsonNode element = elements(changed).get(index);
        elements(changed).removeAll().add(element);
        changed.properties().iterator().next().setValue(JSON.valueToTree(1));
        return new PactAnswer(status, changed, named);
    }

    /** Records this answer in the pact. */
    HttpResponseBuilder record(HttpResponseBuilder response) {
        response.status(status);
        if (body != null) {
            response.header("Content-Type", "application/json").body(body.toString());
            pin("$", "", body, response.build().getMatchingRules().addCategory("body"));
        }
        return response;
    }

    private void pin(String path, String field, JsonNode value, MatchingRuleCategory rules) {
        if (named.containsKey("*") || rules.getMatchingRules().containsKey(path)) {
            return;
        }
        if (value.isArray()) {
            rules.addRule(path, new MinTypeMatcher(1));
            value.forEach(element -> pin(path + "[*]", field, element, rules));
        } else if (value.isObject()) {
            value.properties().forEach(member -> pin(path + "." + member.getKey(), member.getKey(), member.getValue(), rules));
        } else {
            rules.addRule(path, named.getOrDefault(field, byType(value)));
        }
    }

    private static MatchingRule byType(JsonNode value) {
        if (value.isNull()) {
            return NullMatcher.INSTANCE;
        }
        return value.isIntegralNumber() ? new NumberTypeMatcher(NumberTypeMatcher.NumberType.INTEGER) : TypeMatcher.INSTANCE;
    }

    /** Asserts that the SDK has read this answer, each value of it. */
    void assertRead(Object result) throws JsonProcessingException {
        if (result instanceof RerunReceipt receipt) {
            assertThat(receipt.httpStatus()).isEqualTo(status);
            assertThat(receipt.instanceId()).isEqualTo(Optional.ofNullable(body).map(answer -> answer.path("instance_id").textValue()));
            assertThat(receipt.attempts()).isEqualTo(1);
        } else {
            TypedResponse<?> response = (TypedResponse<?>) result;
            assertThat(response.status()).isEqualTo(status);
            // As text, so that an id which lost its last digits differs. A model does not write nulls.
            assertThat(JSON.writeValueAsString(response.body())).isEqualTo(withoutNulls(body).toString());
        }
    }

    /** Asserts that the SDK has told this error. */
    void assertTold(ServiceException told) {
        assertThat(told.httpStatus()).isEqualTo(status);
        assertThat(told.outcome()).isEqualTo(status == 400 ? Outcome.REJECTED : Outcome.UNKNOWN);
        assertThat(told.errorCode()).contains(body.path("error_code").textValue());
        assertThat(told.errorMessage()).contains(body.path("error_msg").textValue());
        assertThat(told.attempts()).isEqualTo(1);
    }

    /** Returns true if this is an error. */
    boolean isError() {
        return status >= 400;
    }

    private static ObjectNode withoutNulls(ObjectNode answer) {
        ObjectNode copy = answer.deepCopy();
        for (JsonNode element : elements(copy)) {
            ((ObjectNode) element).properties().removeIf(member -> member.getValue().isNull());
        }
        return copy;
    }

    private static ArrayNode elements(ObjectNode answer) {
        for (JsonNode member : answer) {
            if (member instanceof ArrayNode list) {
                return list;
            }
        }
        throw new IllegalArgumentException("no list: " + answer);
    }

    private static ObjectNode parse(String json) {
        try {
            return (ObjectNode) JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
