package io.dataarts.contract.size;

import java.io.IOException;
import java.util.Map;

/** Counts the jars and bytes that each SDK adds to a user's program. */
record Closures(Lab lab, Report report) {

    void run() throws IOException {
        Map<String, Closure> closures = lab.closures();
        Closure ours = closures.get("sdk");
        Closure vendors = closures.get("vendor");
        Closure bare = closures.get("bare");
        report.add(new Figure("runtime closure", "jars", Sample.of(ours.jars().size()))
                .atMost(1, "limit", Sample.of(12))
                .beside("vendor", Sample.of(vendors.jars().size()))
                .beside("bare", Sample.of(bare.jars().size())));
        report.add(new Figure("runtime closure, size", "MB", Sample.of(ours.megabytes()))
                .atMost(1, "limit", Sample.of(5.5))
                .beside("vendor", Sample.of(vendors.megabytes()))
                .beside("bare", Sample.of(bare.megabytes())));
    }
}
