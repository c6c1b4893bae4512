package io.dataarts.contract.agreement.witness;

import java.util.List;
import java.util.function.Predicate;

/** A deviation of the vendor's signer from the gateway's rules, and the requests that meet it. Only these requests are left out. */
enum Quirk {

    /** The signer never signs Content-Type. */
    CONTENT_TYPE_IS_NOT_SIGNED(request -> request.headers().keySet().stream().anyMatch("Content-Type"::equalsIgnoreCase)),

    /** The signer never signs a header whose name has an underscore. */
    UNDERSCORE_IS_NOT_SIGNED(request -> request.headers().keySet().stream().anyMatch(name -> name.contains("_"))),

    /** The signer keeps white space at the ends of a header's value, which servers remove. */
    HEADER_VALUE_IS_NOT_TRIMMED(request -> request.headers().values().stream().anyMatch(value -> !value.equals(value.strip()))),

    /** The signer encodes the name of a query parameter twice, so only names without such characters are right. */
    QUERY_NAME_IS_ENCODED_TWICE(request -> request.query().keySet().stream().anyMatch(name -> !name.matches("[A-Za-z0-9._~-]+"))),

    /** The signer gets the path unencoded. A slash, question mark or number sign in a segment ends the segment for it. */
    SEGMENT_IS_CUT(request -> request.segments().stream().anyMatch(segment -> segment.matches("(?s).*[/?#].*"))),

    /** The signer removes spaces at the end of the path. */
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
