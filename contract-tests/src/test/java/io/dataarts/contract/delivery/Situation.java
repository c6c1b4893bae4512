package io.dataarts.contract.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * One row of the matrix: a fault, and the expected result of a call.
 *
 * <p>If the exact moment of a fault varies, the result has to be one of several.
 */
final class Situation {

    /** Ends a wait of a call. A call makes its other steps within it, however busy the machine is. */
    static final Duration SHORT = Duration.ofSeconds(2);

    /** Ends no wait of a call. */
    private static final Duration LONG = Duration.ofSeconds(20);

    private final String name;
    private final Supplier<Rig> rig;
    private List<ExpectedOutcome> once = List.of();
    private List<ExpectedOutcome> standard = List.of();
    private boolean keptAlive;
    private boolean answerNeeded;
    private boolean forVendor = true;
    private Duration connectTimeout = LONG;
    private Duration responseTimeout = LONG;
    private Duration callTimeout = LONG;

    Situation(String name, Supplier<Rig> rig) {
        this.name = name;
        this.rig = rig;
    }

    /** Sets the result with one attempt. It also holds for the standard policy, unless {@link #repeatedComesTo} is called. */
    Situation comesTo(ExpectedOutcome... oneOf) {
        once = List.of(oneOf);
        standard = once;
        return this;
    }

    /** Sets the result with the standard policy, whose second attempt meets no fault. */
    Situation repeatedComesTo(ExpectedOutcome... oneOf) {
        standard = List.of(oneOf);
        return this;
    }

    /** Lets the fault meet the second call of the studio. */
    Situation keptAlive() {
        keptAlive = true;
        return this;
    }

    /** Makes a call whose result is in the body of the answer. */
    Situation answerNeeded() {
        answerNeeded = true;
        return forVendor(false);
    }

    /** Sets whether the comparison has this row. The vendor's SDK has only the call that needs no body. */
    Situation forVendor(boolean is) {
        forVendor = is;
        return this;
    }

    /** Lets the call wait for a connection until the short timeout ends. */
    Situation endsConnecting() {
        connectTimeout = SHORT;
        return this;
    }

    /** Lets the call wait for bytes of the answer until the short timeout ends. */
    Situation endsSilence() {
        responseTimeout = SHORT;
        return this;
    }

    /** Lets the call take no longer than the short timeout. */
    Situation endsCall() {
        return callTimeout(SHORT);
    }

    Situation callTimeout(Duration timeout) {
        callTimeout = timeout;
        return this;
    }

    String name() {
        return name;
    }

    Rig open() {
        return rig.get();
    }

    List<ExpectedOutcome> once() {
        return once;
    }

    List<ExpectedOutcome> standard() {
        return standard;
    }

    boolean isKeptAlive() {
        return keptAlive;
    }

    boolean needsAnswer() {
        return answerNeeded;
    }

    boolean isForVendor() {
        return forVendor;
    }

    Duration connectTimeout() {
        return connectTimeout;
    }

    Duration responseTimeout() {
        return responseTimeout;
    }

    Duration callTimeout() {
        return callTimeout;
    }

    @Override
    public String toString() {
        return name;
    }
}
