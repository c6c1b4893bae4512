package io.dataarts.contract.pact;

import io.dataarts.generated.api.QualityApi;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The SDK sends and reads {@code listComparisonJobs} as the pact records it. */
@Tag("pact")
class ComparisonJobsPactTest extends RulesPactTable {

    @Override
    PactRow row(String description, String state, String workspace, Arguments q) {
        return new PactRow("listComparisonJobs", "/quality/consistency-tasks", description, state, studio -> studio.api(QualityApi.class)
                .listComparisonJobs(PactRow.PROJECT, workspace, q.categoryId(), q.name(), q.scheduleStatus(), q.from(), q.to(), q.creator(),
                        q.limit(), q.offset()));
    }

    @Override
    List<PactRow> rows() {
        return rows("comparison job", 1440764172232392707L, PactAnswer.example("comparisonJobs"), "comparison job 1012386182149165000 ran");
    }
}
