package example;

import io.dataarts.rerun.CallEvent;
import io.dataarts.rerun.DataArtsStudio;
import io.dataarts.rerun.QualityRerun;
import io.dataarts.rerun.RequestPreview;
import io.dataarts.rerun.RerunReceipt;
import io.dataarts.rerun.error.DataArtsException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Reruns a quality job, and says what came of it. */
@RestController
class QualityJobController {

    private final DataArtsStudio studio;
    private final CallMetrics metrics;

    QualityJobController(DataArtsStudio studio, CallMetrics metrics) {
        this.studio = studio;
        this.metrics = metrics;
    }

    @PostMapping("/quality-jobs/{id}/reruns")
    RerunReceipt rerun(@PathVariable("id") String id) {
        return studio.rerun(QualityRerun.qualityJob(id));
    }

    /** Shows the request that a rerun would send. */
    @GetMapping("/quality-jobs/{id}/reruns")
    RequestPreview preview(@PathVariable("id") String id) {
        return studio.preview(QualityRerun.qualityJob(id));
    }

    /** Shows the last call. */
    @GetMapping("/last-call")
    CallEvent lastCall() {
        return metrics.lastCall();
    }

    /** Tells the caller whether the rerun may have happened. */
    @ExceptionHandler
    ProblemDetail failed(DataArtsException failure) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_GATEWAY, failure.getMessage());
        problem.setProperty("outcome", failure.outcome());
        return problem;
    }
}
