package io.dataarts.contract.pact;

import io.dataarts.rerun.QualityRerun;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** The SDK sends and reads {@code restartQualityInstance} as the pact records it, for quality and comparison jobs. */
@Tag("pact")
class RestartPactTest extends PactTable {

    private static final PactAnswer RESTARTED = PactAnswer.ok("{\"instance_id\": \"1440764172232400896\"}");

    private static PactRow row(String description, String state, QualityRerun rerun) {
        return new PactRow("restartQualityInstance", "/quality/instances/restart", description, state, studio -> studio.rerun(rerun))
                .pinsAccept();
    }

    @Override
    List<PactRow> rows() {
        return List.of(
                row("a rerun of a quality job (the documentation's example)",
                        "quality job 1440764172232392705 exists",
                        QualityRerun.qualityJob("1440764172232392705"))
                        .sendsBody("""
                                {"rule_type": 1, "rule_id": "1440764172232392705"}
                                """)
                        .reads(RESTARTED),

                row("a rerun of a comparison job",
                        "comparison job 1440764172232392706 exists",
                        QualityRerun.comparisonJob("1440764172232392706"))
                        .sendsBody("""
                                {"rule_type": 2, "rule_id": "1440764172232392706"}
                                """)
                        .reads(RESTARTED),

                row("a rerun of a quality job with an IAM token",
                        "quality job 1440764172232392705 exists",
                        QualityRerun.qualityJob("1440764172232392705"))
                        .by(Caller.TOKEN)
                        .sendsBody("""
                                {"rule_type": 1, "rule_id": "1440764172232392705"}
                                """)
                        .reads(RESTARTED),

                row("a rerun of a quality job with a temporary access key",
                        "quality job 1440764172232392705 exists",
                        QualityRerun.qualityJob("1440764172232392705"))
                        .by(Caller.TEMPORARY_KEY)
                        .sendsBody("""
                                {"rule_type": 1, "rule_id": "1440764172232392705"}
                                """)
                        .reads(RESTARTED),

                row("a rerun of an unknown quality job",
                        "no quality job 1000000000000000000",
                        QualityRerun.qualityJob("1000000000000000000"))
                        .sendsBody("""
                                {"rule_type": 1, "rule_id": "1000000000000000000"}
                                """)
                        .reads(PactAnswer.error(400, "^DQC\\..+$", "DQC.1000", "Failed to find the quality or comparison job.")),

                row("a rerun of a quality job while the service fails",
                        "the service fails",
                        QualityRerun.qualityJob("1440764172232395000"))
                        .sendsBody("""
                                {"rule_type": 1, "rule_id": "1440764172232395000"}
                                """)
                        .reads(PactAnswer.error(500, "^DQC\\..+$", "DQC.5000", "Internal server error.")));
    }
}
