package io.dataarts.contract.provider;

import java.time.Duration;

/**
 * What the sources leave open about the lists and about reruns. A test may switch each reading alone, at any time. Thread-safe.
 *
 * <p>The first constant of each enum is the default.
 */
public final class Readings {

    volatile Window window = Window.START;
    volatile boolean inclusive = true;
    volatile boolean waitingListed = true;
    volatile Offset offset = Offset.RECORDS;
    volatile Order order = Order.PLAN_ASCENDING;
    volatile Total total = Total.HONEST;
    volatile int maxLimit = Integer.MAX_VALUE;
    volatile boolean exactNames = true;
    volatile InstanceId instanceId = InstanceId.KEPT;
    volatile StartTime startTime = StartTime.CLEARED;
    volatile boolean submitTimeMoves;
    volatile Duration lag = Duration.ZERO;

    Readings() {
    }

    /** Sets the time of an instance that the window of the list compares. */
    public Readings window(Window window) {
        this.window = window;
        return this;
    }

    /** Sets whether a window contains its own bounds. Default: true. */
    public Readings inclusive(boolean inclusive) {
        this.inclusive = inclusive;
        return this;
    }

    /** Sets whether instances without a start time are listed, in the window of their planned time. Default: true. */
    public Readings waitingListed(boolean listed) {
        this.waitingListed = listed;
        return this;
    }

    /** Sets what an offset counts. */
    public Readings offset(Offset offset) {
        this.offset = offset;
        return this;
    }

    /** Sets the order of all lists. */
    public Readings order(Order order) {
        this.order = order;
        return this;
    }

    /** Sets what {@code total} and {@code count} say. */
    public Readings total(Total total) {
        this.total = total;
        return this;
    }

    /** Caps each limit at this number of entries. Default: no cap. */
    public Readings maxLimit(int entries) {
        this.maxLimit = entries;
        return this;
    }

    /** Sets whether a name matches exactly, or anywhere in a name. Default: true. The list of instances is always exact. */
    public Readings exactNames(boolean exact) {
        this.exactNames = exact;
        return this;
    }

    /** Sets what becomes of the id of an instance that is rerun. */
    public Readings instanceId(InstanceId instanceId) {
        this.instanceId = instanceId;
        return this;
    }

    /** Sets the start time of an instance that is rerun and does not run yet. */
    public Readings startTime(StartTime startTime) {
        this.startTime = startTime;
        return this;
    }

    /** Sets whether a rerun sets the submit time to its own time. Default: false. */
    public Readings submitTimeMoves(boolean moves) {
        this.submitTimeMoves = moves;
        return this;
    }

    /** Sets how long a change takes until the lists show it. Default: none. */
    public Readings lag(Duration lag) {
        this.lag = lag;
        return this;
    }

    /** Restores all defaults. */
    public Readings reset() {
        return window(Window.START).inclusive(true).waitingListed(true).offset(Offset.RECORDS).order(Order.PLAN_ASCENDING)
                .total(Total.HONEST).maxLimit(Integer.MAX_VALUE).exactNames(true).instanceId(InstanceId.KEPT)
                .startTime(StartTime.CLEARED).submitTimeMoves(false).lag(Duration.ZERO);
    }

    /** The time of an instance that a window compares. */
    public enum Window {
        /** The start time. A rerun moves an instance out of its window. */
        START,
        /** The planned time. */
        PLAN
    }

    /** What an offset counts. */
    public enum Offset {
        /** Records, from 0. */
        RECORDS,
        /** Pages, from 0. */
        PAGES_FROM_0,
        /** Pages, from 1. The offset 0 is the first page, too. */
        PAGES_FROM_1
    }

    /** The order of a list. */
    public enum Order {
        /** By planned time. */
        PLAN_ASCENDING,
        /** By planned time, latest first. */
        PLAN_DESCENDING,
        /** By start time. */
        START_ASCENDING,
        /** By start time, latest first. */
        START_DESCENDING,
        /** By id. */
        ID_ASCENDING,
        /** By id, greatest first. */
        ID_DESCENDING,
        /** By chance, the same in each answer. */
        SHUFFLED,
        /** By chance, anew in each answer. */
        SHUFFLED_ANEW
    }

    /** What the total of an answer counts. */
    public enum Total {
        /** All entries that the filters match. */
        HONEST,
        /** The entries of this answer. */
        PAGE,
        /** All entries, but 1000 at most. */
        THOUSAND
    }

    /** What becomes of the id of an instance that is rerun. */
    public enum InstanceId {
        /** The instance keeps its id. */
        KEPT,
        /** The instance gets a new id. */
        NEW,
        /** The instance stays as it is, and a new one with a new id appears beside it. */
        ADDED
    }

    /** The start time of an instance that is rerun and does not run yet. */
    public enum StartTime {
        /** The instance has none until it runs. */
        CLEARED,
        /** The time of the rerun. */
        NOW,
        /** The start time of the last run, until the instance runs. */
        UNCHANGED
    }
}
