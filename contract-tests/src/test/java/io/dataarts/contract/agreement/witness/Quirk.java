package io.dataarts.contract.agreement.witness;

import java.util.List;
import java.util.function.Predicate;

/** What the vendor's signer does otherwise than the gateway's rules, with the requests that meet it. No other request is left out. */
enum Quirk {

    /** It never signs Content-Type, though asked to. */
    CONTENT_TYPE_IS_NOT_SIGNED(request -> request.headers().keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase)),

    /** Nor a header whose name has an underscore. */
    UNDERSCORE_IS_NOT_SIGNED(request -> request.headers().keySet().stream().anyMatch(name -> name.contains("_"))),

    /** It signs a header's value with the white space at its ends, which no server sees. */
    HEADER_VALUE_IS_NOT_TRIMMED(request -> request.headers().values().stream().anyMatch(value -> !value.equals(value.strip()))),

    /** It encodes the name of a query parameter twice, so that only names without a character to encode are right. */
    QUERY_NAME_IS_ENCODED_TWICE(request -> request.query().keySet().stream().anyMatch(name -> !name.matches("[A-Za-z0-9._~-]+"))),

    /** It takes a slash, question mark or number sign of a path segment for an end: the path is given unencoded. */
    SEGMENT_IS_CUT(request -> request.segments().stream().anyMatch(segment -> segment.matches("(?s).*[/?#].*"))),

    /** It trims the path. */
    END_OF_PATH_IS_TRIMMED(request -> last(request.segments()).endsWith(" "));

    private final Predicate<Signable> isMetBy;

    Quirk(Predicate<Signable> isMetBy) {
        this.isMetBy = isMetBy;
    }

    boolean isMetBy(Signable request) {
        return isMetBy.test(request);
    }

    private static String last(List<String> segments) {
        return segments.get(segments.size() - 1);
    }
}
