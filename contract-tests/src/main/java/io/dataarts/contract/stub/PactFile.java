package io.dataarts.contract.stub;

import au.com.dius.pact.core.matchers.RequestMatchResult;
import au.com.dius.pact.core.matchers.RequestMatching;
import au.com.dius.pact.core.model.ContentType;
import au.com.dius.pact.core.model.DefaultPactReader;
import au.com.dius.pact.core.model.HttpRequest;
import au.com.dius.pact.core.model.HttpResponse;
import au.com.dius.pact.core.model.OptionalBody;
import au.com.dius.pact.core.model.Pact;
import au.com.dius.pact.core.model.PactReaderKt;
import au.com.dius.pact.core.model.ProviderState;
import au.com.dius.pact.core.model.V4Interaction;
import io.dataarts.contract.loopback.LoopbackResponse;
import io.dataarts.contract.loopback.ReceivedRequest;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The interactions of one pact. Finds the interaction that matches a request, or the nearest interaction. */
final class PactFile {

    // The SDK sends Accept with each request. The pact pins it only where other clients send it too.
    private static final String ACCEPT = "accept";
    private static final String CONTENT_TYPE = "content-type";
    private static final String TOKEN = "x-auth-token";

    private final Pact pact;
    private final List<V4Interaction.SynchronousHttp> interactions;
    private final Set<String> headerNames = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

    private PactFile(Pact pact, List<V4Interaction.SynchronousHttp> interactions) {
        this.pact = pact;
        this.interactions = interactions;
        interactions.forEach(interaction -> headerNames.addAll(interaction.getRequest().getHeaders().keySet()));
        headerNames.remove(ACCEPT);
    }

    static PactFile parse(byte[] json, String source) {
        Pact pact;
        try {
            pact = DefaultPactReader.INSTANCE.loadPact(new ByteArrayInputStream(json));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(source + " is no pact", e);
        }
        List<V4Interaction.SynchronousHttp> interactions = pact.getInteractions().stream()
                .filter(interaction -> interaction.isSynchronousRequestResponse())
                .map(interaction -> (V4Interaction.SynchronousHttp) interaction.asV4Interaction())
                .toList();
        if (interactions.isEmpty()) {
            throw new IllegalArgumentException(source + " has no HTTP interaction");
        }
        return new PactFile(pact, interactions);
    }

    List<String> descriptions() {
        return interactions.stream().map(V4Interaction.SynchronousHttp::getDescription).toList();
    }

    /** Returns the descriptions of all interactions, each with the provider states in which the pact holds. */
    List<String> descriptionsWithStates() {
        return interactions.stream()
                .map(interaction -> interaction.getDescription() + interaction.getProviderStates().stream()
                        .map(ProviderState::getName)
                        .collect(Collectors.joining(", ", ", if ", "")))
                .toList();
    }

    /** Returns the tokens that the pact expects. */
    Set<String> tokens() {
        return interactions.stream().flatMap(interaction -> header(interaction, TOKEN).stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns a command line for a POSIX shell that plays an interaction, if possible one with a token and a body. */
    String curl(URI endpoint) {
        HttpRequest request = interactions.stream()
                .max(Comparator.comparing((V4Interaction.SynchronousHttp it) -> !header(it, TOKEN).isEmpty())
                        .thenComparing(it -> it.getResponse().getStatus() < 300)
                        .thenComparing(it -> it.getRequest().getBody().isPresent())
                        .thenComparing(it -> it.getResponse().getBody().isPresent()))
                .orElseThrow().getRequest();
        String query = request.getQuery().entrySet().stream()
                .flatMap(parameter -> parameter.getValue().stream().map(value -> encoded(parameter.getKey()) + "=" + encoded(value)))
                .collect(Collectors.joining("&"));
        StringBuilder line = new StringBuilder("curl -sS -X ").append(request.getMethod())
                .append(' ').append(quoted(endpoint + request.getPath() + (query.isEmpty() ? "" : "?" + query)));
        byName(request.getHeaders()).forEach((name, values) -> {
            if (!name.equals(ACCEPT)) {
                values.forEach(value -> line.append(" -H ").append(quoted(name + ": " + value)));
            }
        });
        if (request.getBody().isPresent()) {
            line.append(" -d ").append(quoted(request.getBody().valueAsString()));
        }
        return line.toString();
    }

    private static List<String> header(V4Interaction.SynchronousHttp interaction, String name) {
        return byName(interaction.getRequest().getHeaders()).getOrDefault(name, List.of());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    StubAnswer answer(ReceivedRequest received) {
        String query = received.rawQuery().isEmpty() ? null : received.rawQuery();
        HttpRequest request = new HttpRequest(received.method(), received.rawPath(), PactReaderKt.queryStringToMap(query),
                received.headers(), body(received));
        List<Comparison> comparisons = interactions.stream().map(interaction -> compare(interaction, request)).toList();
        Optional<Comparison> fitting = comparisons.stream().filter(comparison -> comparison.differences().isEmpty()).findFirst();
        if (fitting.isPresent()) {
            return recorded(fitting.get().interaction());
        }
        Comparison nearest = comparisons.stream().min(Comparator.naturalOrder()).orElseThrow();
        return StubAnswer.refused(received, nearest.interaction().getDescription(), nearest.differences());
    }

    private static OptionalBody body(ReceivedRequest received) {
        return received.body().length == 0
                ? OptionalBody.missing()
                : OptionalBody.body(received.body(), received.header("Content-Type").map(ContentType::fromString).orElse(ContentType.getUNKNOWN()));
    }

    private Comparison compare(V4Interaction.SynchronousHttp interaction, HttpRequest request) {
        HttpRequest expected = interaction.getRequest();
        Map<String, List<String>> recorded = byName(expected.getHeaders());
        RequestMatchResult result = RequestMatching.requestMismatches(pact, interaction, asRecorded(request, recorded));
        List<String> differences = new ArrayList<>(Differences.of(result));
        request.getHeaders().forEach((name, values) -> {
            if (recorded.containsKey(name)) {
                if (values.size() > recorded.get(name).size()) {
                    differences.add("header " + name + " was sent " + values.size() + " times");
                }
            } else if (headerNames.contains(name)) {
                differences.add("header " + name + " is not part of this interaction");
            }
        });
        if (!expected.getBody().isPresent() && request.getBody().isPresent()) {
            differences.add("a body was sent, but this interaction has none");
        }
        int distance = result.getPath() == null ? 0 : distance(expected.getPath(), request.getPath());
        return new Comparison(interaction, result.getMethod() == null, distance, differences);
    }

    /** Takes other spellings for the recorded ones: an Accept that admits JSON, as clients send by default, and a content type. */
    private static HttpRequest asRecorded(HttpRequest request, Map<String, List<String>> recorded) {
        Map<String, List<String>> headers = new TreeMap<>(request.getHeaders());
        headers.computeIfPresent(ACCEPT, (name, values) -> plain(values).matches("(.*,)?(application/(json|\\*)|\\*/\\*)([,;].*)?")
                ? recorded.getOrDefault(name, values) : values);
        headers.computeIfPresent(CONTENT_TYPE, (name, values) ->
                plain(values).equals(plain(recorded.getOrDefault(name, List.of()))) ? recorded.get(name) : values);
        return new HttpRequest(request.getMethod(), request.getPath(), request.getQuery(), headers, request.getBody());
    }

    private static String plain(List<String> values) {
        return String.join(",", values).replace(" ", "").replace("\"", "").toLowerCase(Locale.ROOT);
    }

    /** Counts the segments in which the paths differ. */
    private static int distance(String expected, String path) {
        String[] segments = path.split("/");
        String[] expectedSegments = expected.split("/");
        int differing = Math.abs(segments.length - expectedSegments.length);
        for (int i = 0; i < Math.min(segments.length, expectedSegments.length); i++) {
            differing += segments[i].equals(expectedSegments[i]) ? 0 : 1;
        }
        return differing;
    }

    private static StubAnswer recorded(V4Interaction.SynchronousHttp interaction) {
        HttpResponse response = interaction.getResponse();
        return new StubAnswer(new LoopbackResponse(response.getStatus(), response.getHeaders(), response.getBody().orEmpty()),
                Optional.of(interaction.getDescription()), Optional.empty());
    }

    private static Map<String, List<String>> byName(Map<String, List<String>> headers) {
        Map<String, List<String>> byName = new TreeMap<>();
        headers.forEach((name, values) -> byName.put(name.toLowerCase(Locale.ROOT), values));
        return byName;
    }

    /** The differences between a request and an interaction. Sorts the nearest interaction first. */
    private record Comparison(V4Interaction.SynchronousHttp interaction, boolean sameMethod, int pathDistance,
                              List<String> differences) implements Comparable<Comparison> {

        private static final Comparator<Comparison> NEAREST_FIRST = Comparator.comparingInt(Comparison::pathDistance)
                .thenComparing(it -> !it.sameMethod())
                .thenComparing(it -> it.differences().size());

        @Override
        public int compareTo(Comparison other) {
            return NEAREST_FIRST.compare(this, other);
        }
    }
}
