package io.dataarts.contract.handbook.quickstart;

import io.dataarts.contract.provider.ReferenceProvider;
import io.dataarts.rerun.DataArtsStudio;
import java.util.List;
import java.util.Locale;

/** Tells the story against a local stand-in. Each step prints its expectation and its requests, and is checked. */
final class Tour {

    static final String PROJECT = "62099355b894428e8916573ae635f1f9";
    static final String WORKSPACE = "62fbba734e634c5087656fc3ff7adf34";

    private Tour() {
    }

    /** Starts the stand-in, runs the tour, and returns the exit status. */
    static int run(Transcript transcript) {
        try (ReferenceProvider provider = Night.start()) {
            return run(provider, transcript);
        }
    }

    static int run(ReferenceProvider provider, Transcript transcript) {
        try (DataArtsStudio studio = DataArtsStudio.builder()
                .endpoint(provider.endpoint())
                .projectId(PROJECT)
                .workspace(WORKSPACE)
                .credentials(Night.KEY)
                .build()) {
            transcript.title("DataArts reruns: the morning after");
            transcript.text(welcome(provider));
            Telling telling = new Telling(provider, transcript);
            List<Runnable> steps;
            List<String> differing;
            try (Story story = new Story(studio, provider, telling)) {
                steps = story.steps();
                differing = telling.tell(steps);
            }
            transcript.step("Summary");
            transcript.text(differing.isEmpty() ? farewell(provider, steps.size())
                    : "The tour FAILED: " + differing.size() + " of " + steps.size() + " steps did not go as expected: "
                            + String.join(", ", differing) + ".");
            return differing.isEmpty() ? 0 : 1;
        }
    }

    private static String welcome(ReferenceProvider provider) {
        return String.format(Locale.ROOT, """
                Last night a database was down. In this tour you find what failed, rerun it, and follow it.

                The service is a local stand-in on %s, not Huawei Cloud.
                It verifies each signature, checks each request against openapi.yaml, and answers as the API
                reference says. No request leaves this machine, and no real job is rerun.
                The stand-in's morning begins at %s.
                Each look-up moves its clock %d s ahead, so that you need not wait for the jobs.

                Each step says what it expects, and the tour checks it. You see requests and answers as the
                stand-in recorded them, without headers. All times are UTC. All steps use this studio:

                    DataArtsStudio studio = DataArtsStudio.builder()
                        .endpoint(URI.create("%s"))    // in production: .region("cn-north-4")
                        .projectId("%s")
                        .workspace("%s")
                        .credentials(AccessKey.of(ak, sk))
                        .build();""",
                provider.endpoint(), Night.MORNING, Night.EACH_LOOK_UP.toSeconds(), provider.endpoint(), PROJECT, WORKSPACE);
    }

    private static String farewell(ReferenceProvider provider, int steps) {
        int reruns = provider.count("retryFactoryJobInstance") + provider.count("restartQualityInstance");
        return String.format(Locale.ROOT, """
                All %d steps went as expected. They sent %d reruns, each once, and %d look-ups.

                Next:
                  README.md     the first call of your own, settings, errors and outcomes
                  Story.java    the code of this tour, in contract-tests/src/quickstart/java/io/dataarts/contract/handbook/quickstart
                  mvn verify    all tests
                  mvn -q -Pquickstart verify -Dquickstart.region=cn-north-4
                                lists the flags with which it looks at your own workspace""",
                steps, reruns, provider.exchanges().size() - reruns);
    }
}
