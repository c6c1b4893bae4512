package io.dataarts.contract.delivery;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * One row of the matrix: what goes wrong, and what a call has to come to. Where a fault cannot be pinned to the moment, one of
 * several.
 */
final class Situation {

    private final String name;
    private final Supplier<Rig> rig;
    private List<ExpectedOutcome> once = List.of();
    private List<ExpectedOutcome> standard = List.of();
    private boolean keptAlive;
    private boolean answerNeeded;
    private boolean forVendor = true;
    private Duration callTimeout = Duration.ofSeconds(20);

    Situation(String name, Supplier<Rig> rig) {
        this.name = name;
        this.rig = rig;
    }

    /** With one attempt; with the standard policy too, unless that is told otherwise. */
    Situation comesTo(ExpectedOutcome... oneOf) {
        once = List.of(oneOf);
        standard = once;
        return this;
    }

    /** With the standard policy, whose second attempt meets no fault. */
    Situation repeatedComesTo(ExpectedOutcome... oneOf) {
        standard = List.of(oneOf);
        return this;
    }

    /** The fault meets the second call on the same studio. */
    Situation keptAlive() {
        keptAlive = true;
        return this;
    }

    /** The call is one whose result is in the answer's body. */
    Situation answerNeeded() {
        answerNeeded = true;
        return forVendor(false);
    }

    /** Whether the row says something of the vendor's SDK, which has only the call that needs no body. */
    Situation forVendor(boolean is) {
        forVendor = is;
        return this;
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

    Duration callTimeout() {
        return callTimeout;
    }

    @Override
    public String toString() {
        return name;
    }
}
