package io.dataarts.contract.change.version;

import io.dataarts.contract.spec.ApiDescription;
import io.dataarts.contract.spec.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The changes of the API description since the last release. Checks that the new version fits them. */
final class Evolution {

    private final ApiDescription released;
    private final ApiDescription now;
    private final List<Change> changes;
    private final Level openApiDiff;
    private final Level level;

    private Evolution(ApiDescription released, ApiDescription now) {
        this.released = released;
        this.now = now;
        changes = SpecDiff.between(released, now).stream().sorted(Comparator.comparing(Change::level).reversed()).toList();
        openApiDiff = OpenApiDiff.between(released, now);
        Level own = changes.stream().map(Change::level).reduce(Level.NONE, Level::or);
        // Only an incompatible verdict of openapi-diff counts. It reports changed words as compatible changes; SpecDiff reads everything.
        level = openApiDiff == Level.MAJOR ? Level.MAJOR : own;
    }

    static Evolution between(String releasedYaml, String yaml) {
        return new Evolution(ApiDescription.parse(releasedYaml), ApiDescription.parse(yaml));
    }

    /** Returns what a maintainer has to do if the version does not fit the changes; otherwise empty. */
    Optional<String> complaint() {
        Version from = Version.of(released.version());
        Version to = Version.of(now.version());
        if (to.compareTo(from) < 0) {
            return Optional.of("openapi.yaml has version " + to + ", but " + from + " is released: set info.version to " + from + " or higher");
        }
        Version needed = from.after(level);
        if (to.compareTo(needed) >= 0) {
            return Optional.empty();
        }
        return Optional.of("openapi.yaml has version " + to + ", but it differs from the released " + from + " in "
                + (level == Level.MAJOR ? "an incompatible way" : "a compatible way") + ": set info.version to " + needed
                + " in the same commit, or take the change back");
    }

    /** Returns a report in Markdown. */
    String report() {
        List<String> lines = new ArrayList<>();
        lines.add("# openapi.yaml " + now.version() + " compared with the released " + released.version());
        lines.add("");
        lines.add(switch (level) {
            case NONE -> "Nothing changed.";
            case PATCH -> "Only words changed. No new version is required.";
            case MINOR -> "Compatible: every caller of the released description works with this one. A new minor version is required.";
            case MAJOR -> "Incompatible: some callers of the released description no longer work. A new major version is required.";
        });
        lines.add("openapi-diff says: " + switch (openApiDiff) {
            case NONE -> "no change";
            case PATCH -> "other metadata";
            case MINOR -> "compatible";
            case MAJOR -> "incompatible, and the graver verdict counts";
        } + ".");
        if (!changes.isEmpty()) {
            lines.add("");
            lines.add("| requires | where | what | for callers of the SDK | for the service |");
            lines.add("|---|---|---|---|---|");
            changes.forEach(it -> lines.add("| " + String.join(" | ", name(it.level()), it.where(), it.what(), it.callers(), it.service()) + " |"));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String name(Level level) {
        return switch (level) {
            case NONE, PATCH -> "nothing";
            case MINOR -> "minor";
            case MAJOR -> "**major**";
        };
    }
}
