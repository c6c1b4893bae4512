package io.dataarts.contract.size;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link SigningBenchmark} by JMH, which forks a JVM for each signer. The signers take turns. */
record Signing(Settings settings, Report report) {

    void run() throws RunnerException {
        Map<String, List<Double>> nanos = new HashMap<>();
        Map<String, List<Double>> bytes = new HashMap<>();
        for (int i = 0; i < settings.signingForks(); i++) {
            for (RunResult result : turn()) {
                String signer = result.getPrimaryResult().getLabel();
                List<Double> nanosOfSigner = nanos.computeIfAbsent(signer, missing -> new ArrayList<>());
                List<Double> bytesOfSigner = bytes.computeIfAbsent(signer, missing -> new ArrayList<>());
                for (BenchmarkResult fork : result.getBenchmarkResults()) {
                    for (IterationResult iteration : fork.getIterationResults()) {
                        nanosOfSigner.add(iteration.getPrimaryResult().getScore());
                        bytesOfSigner.add(iteration.getSecondaryResults().get("gc.alloc.rate.norm").getScore());
                    }
                }
            }
        }
        report.add(new Figure("sign example 1", "ns", new Sample(nanos.get("sdk")))
                .atMost(0.5, "vendor", new Sample(nanos.get("vendor")))
                .beside("bare", new Sample(nanos.get("bare")))
                .beside("jca", new Sample(nanos.get("jca"))));
        report.add(new Figure("sign, garbage", "B", new Sample(bytes.get("sdk")))
                .atMost(0.5, "vendor", new Sample(bytes.get("vendor")))
                .beside("bare", new Sample(bytes.get("bare")))
                .beside("jca", new Sample(bytes.get("jca"))));
    }

    private static Collection<RunResult> turn() throws RunnerException {
        return new Runner(new OptionsBuilder()
                        .include(SigningBenchmark.class.getName())
                        .forks(1)
                        .jvmArgs("-Xms256m", "-Xmx256m")
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .addProfiler("gc")
                        .verbosity(VerboseMode.SILENT)
                        .build())
                .run();
    }
}
