package io.dataarts.contract.stub;

import au.com.dius.pact.core.matchers.BodyMismatch;
import au.com.dius.pact.core.matchers.BodyTypeMismatch;
import au.com.dius.pact.core.matchers.HeaderMismatch;
import au.com.dius.pact.core.matchers.MethodMismatch;
import au.com.dius.pact.core.matchers.Mismatch;
import au.com.dius.pact.core.matchers.PathMismatch;
import au.com.dius.pact.core.matchers.QueryMismatch;
import au.com.dius.pact.core.matchers.RequestMatchResult;
import java.util.List;
import java.util.regex.Pattern;

/** Words the mismatches that Pact's matcher found, one sentence for each. They hold no signature and no token. */
final class Differences {

    private static final Pattern CREDENTIAL = Pattern.compile("authorization|x-auth-token|x-security-token", Pattern.CASE_INSENSITIVE);

    private Differences() {
    }

    static List<String> of(RequestMatchResult result) {
        return result.getMismatches().stream().map(Differences::inWords).distinct().toList();
    }

    private static String inWords(Mismatch mismatch) {
        if (mismatch instanceof MethodMismatch method) {
            return "method: expected " + method.getExpected() + ", was " + method.getActual();
        }
        if (mismatch instanceof PathMismatch path) {
            return "path: expected " + path.getExpected() + ", was " + path.getActual();
        }
        if (mismatch instanceof QueryMismatch query) {
            return "query " + query.getQueryParameter() + ": " + query.getMismatch();
        }
        if (mismatch instanceof HeaderMismatch header) {
            return header(header);
        }
        if (mismatch instanceof BodyTypeMismatch type) {
            return "content type: expected " + type.getExpected() + ", was " + type.getActual();
        }
        if (mismatch instanceof BodyMismatch body) {
            return "body " + body.getPath() + ": " + body.getMismatch();
        }
        return mismatch.description();
    }

    private static String header(HeaderMismatch header) {
        if (header.getActual() == null || header.getActual().isEmpty()) {
            return "header " + header.getHeaderKey() + " is missing";
        }
        if (CREDENTIAL.matcher(header.getHeaderKey()).matches()) {
            return "header " + header.getHeaderKey() + " differs from the recorded form or value";
        }
        return "header " + header.getHeaderKey() + ": expected " + header.getExpected() + ", was " + header.getActual();
    }
}
