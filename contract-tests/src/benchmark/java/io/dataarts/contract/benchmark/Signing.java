package io.dataarts.contract.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** {@link SigningBenchmark}, by JMH, in JVMs that it forks. */
record Signing(Path folder, Settings settings, Report report) {

    void run() throws RunnerException {
        var results = new Runner(new OptionsBuilder()
                        .include(SigningBenchmark.class.getName())
                        .forks(settings.signingForks())
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler("gc")
                        .verbosity(VerboseMode.SILENT)
                        .resultFormat(ResultFormatType.JSON)
                        .result(folder.resolve("jmh-signing.json").toString())
                        .build())
                .run();
        Map<String, Sample> time = new HashMap<>();
        Map<String, Sample> garbage = new HashMap<>();
        for (RunResult result : results) {
            time.put(result.getPrimaryResult().getLabel(), iterations(result, null));
            garbage.put(result.getPrimaryResult().getLabel(), iterations(result, "gc.alloc.rate.norm"));
        }
        report.add(new Figure("sign example 1", "ns", time.get("sdk"))
                .atMost(0.25, "vendor", time.get("vendor"))
                .atMost(2, "bare", time.get("bare")));
        report.add(new Figure("sign, garbage", "B", garbage.get("sdk"))
                .atMost(0.125, "vendor", garbage.get("vendor"))
                .beside("bare", garbage.get("bare")));
    }

    private static Sample iterations(RunResult result, String secondary) {
        List<Double> values = new ArrayList<>();
        result.getBenchmarkResults().forEach(fork -> fork.getIterationResults().forEach(iteration -> values.add(
                (secondary == null ? iteration.getPrimaryResult() : iteration.getSecondaryResults().get(secondary)).getScore())));
        return new Sample(values);
    }
}
