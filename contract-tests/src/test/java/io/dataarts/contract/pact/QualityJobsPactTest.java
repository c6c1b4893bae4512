package io.dataarts.contract.pact;

import io.dataarts.generated.api.QualityApi;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The SDK sends and reads {@code listQualityJobs} as the pact records it. */
@Tag("pact")
class QualityJobsPactTest extends RulesPactTable {

    @Override
    PactRow row(String description, String state, String workspace, Arguments q) {
        return new PactRow("listQualityJobs", "/quality/quality-tasks", description, state, studio -> studio.api(QualityApi.class)
                .listQualityJobs(PactRow.PROJECT, workspace, q.categoryId(), q.name(), q.scheduleStatus(), q.from(), q.to(), q.creator(),
                        q.limit(), q.offset()));
    }

    @Override
    List<PactRow> rows() {
        return rows("quality job", 1440764172232392705L, PactAnswer.example("qualityJobs"), "quality job 1012385458115825700 ran");
    }
}
