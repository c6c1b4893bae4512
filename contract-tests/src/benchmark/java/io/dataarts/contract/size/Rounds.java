package io.dataarts.contract.size;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The rounds of each peer. The peers took turns. */
record Rounds(Map<String, List<Round>> byPeer) {

    static Rounds of(Collection<String> peers) {
        Map<String, List<Round>> byPeer = new LinkedHashMap<>();
        peers.forEach(peer -> byPeer.put(peer, new ArrayList<>()));
        return new Rounds(byPeer);
    }

    Sample of(String peer, ToDoubleFunction<Round> value) {
        return new Sample(byPeer.get(peer).stream().mapToDouble(value).boxed().toList());
    }

    /** Adds the failed calls to the report. The server answers every request with 200, so each failure is the client's. */
    void reportErrors(String from, Report report) {
        List<Round> ours = byPeer.get("sdk");
        Figure figure = new Figure("failed calls of " + ours.stream().mapToInt(Round::calls).sum() + from, "", errors(ours))
                .atMost(0, "none", Sample.of(0));
        byPeer.forEach((peer, rounds) -> {
            if (!peer.equals("sdk")) {
                figure.beside(peer.equals("socket") ? "floor" : peer, errors(rounds));
            }
            rounds.stream().map(Round::firstError).filter(Objects::nonNull).findFirst()
                    .ifPresent(error -> report.remark("!! " + peer + from + " failed: " + error));
        });
        report.add(figure);
    }

    private static Sample errors(List<Round> rounds) {
        return Sample.of(rounds.stream().mapToLong(Round::errors).sum());
    }
}
