package example;

import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.error.DataArtsException;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reruns a quality job, and says what came of it. */
@RestController
class QualityJobController {

    private final DataArtsStudio studio;

    QualityJobController(DataArtsStudio studio) {
        this.studio = studio;
    }

    @PostMapping("/quality-jobs/{id}/reruns")
    Map<String, String> rerun(@PathVariable("id") String id) {
        return Map.of("instance", studio.rerun(QualityRerun.qualityJob(id)).instanceId().orElse("unknown"));
    }

    /** Tells the caller whether the rerun may have happened. */
    @ExceptionHandler
    ProblemDetail failed(DataArtsException failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, failure.getMessage());
        problem.setProperty("outcome", failure.outcome());
        return problem;
    }
}
