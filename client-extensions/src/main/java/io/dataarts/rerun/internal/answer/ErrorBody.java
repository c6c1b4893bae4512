package io.dataarts.rerun.internal.answer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The readable parts of an error body. It may come from the service, the gateway, IAM or a proxy, or be a problem document. It may be
 * truncated.
 *
 * <p>A model cannot bind it, because it has many shapes and none is promised. So the parser reads token by token, and keeps what precedes a
 * syntax error.
 *
 * @param serviceCode the code under the service's own name; in a success, a field called {@code code} may mean anything
 * @param code the first code under any known name
 * @param message the first message under any known name
 * @param requestId the id of the request
 */
record ErrorBody(@Nullable String serviceCode, @Nullable String code, @Nullable String message, @Nullable String requestId) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> CODES = List.of("error_code", "errorCode", "code", "error");
    private static final List<String> MESSAGES =
            List.of("error_msg", "errorMsg", "message", "error_message", "error_description", "detail", "title");
    private static final List<String> REQUEST_IDS = List.of("request_id", "requestId");

    static ErrorBody read(String text) {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = text.isEmpty() ? null : JSON.createParser(text)) {
            if (parser != null && parser.nextToken() == JsonToken.START_OBJECT) {
                collect(parser, fields);
            }
        } catch (IOException | RuntimeException e) {
            // Not JSON, or truncated JSON.
        }
        return new ErrorBody(fields.get("error_code"), first(fields, CODES), first(fields, MESSAGES), first(fields, REQUEST_IDS));
    }

    /** Collects the scalars of an object, and of the objects in its fields {@code error} and {@code errors}. */
    private static void collect(JsonParser parser, Map<String, String> fields) throws IOException {
        while (parser.nextToken() != null && !parser.getParsingContext().inRoot()) {
            JsonToken token = parser.currentToken();
            String name = parser.currentName(); // null in a list
            boolean descends = name == null ? token == JsonToken.START_OBJECT : name.equals("error") || name.equals("errors");
            if (token.isStructStart() && !descends) {
                parser.skipChildren();
            } else if (name == null ? token == JsonToken.VALUE_STRING : isFilled(token, parser.getText())) {
                fields.putIfAbsent(name == null ? "message" : name, parser.getText());
            }
        }
    }

    private static boolean isFilled(JsonToken value, String text) {
        return value.isScalarValue() && value != JsonToken.VALUE_NULL && !text.isBlank();
    }

    private static @Nullable String first(Map<String, String> fields, List<String> names) {
        return fields.isEmpty() ? null : names.stream().map(fields::get).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
