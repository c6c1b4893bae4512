package io.dataarts.rerun;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dataarts.rerun.auth.IamPassword;
import io.dataarts.rerun.batch.BatchEntry;
import io.dataarts.rerun.batch.BatchProgress;
import io.dataarts.rerun.batch.BatchReport;
import io.dataarts.rerun.error.NotSentException;
import io.dataarts.rerun.error.Outcome;
import io.dataarts.rerun.error.ServiceAnswer;
import io.dataarts.rerun.find.FoundInstance;
import io.dataarts.rerun.find.FoundJob;
import io.dataarts.rerun.find.FoundRule;
import io.dataarts.rerun.find.InstanceQuery;
import io.dataarts.rerun.find.InstanceState;
import io.dataarts.rerun.find.InstanceStatus;
import io.dataarts.rerun.find.JobQuery;
import io.dataarts.rerun.find.QualityRun;
import io.dataarts.rerun.find.RuleQuery;
import io.dataarts.rerun.find.RunQuery;
import io.dataarts.rerun.find.RunStatus;
import io.dataarts.rerun.find.Window;
import io.dataarts.rerun.track.Ending;
import io.dataarts.rerun.track.Evidence;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Values of the public API, and their JSON as applications write it. */
final class Values {

    /** Secrets that no JSON may show, and the objects that hold them. */
    static final List<String> SECRETS = List.of(Example.AK, Example.SK, Example.SECURITY_TOKEN, Example.IAM_TOKEN, "ExamplePassword-1");
    static final List<Object> SECRET_HOLDERS =
            List.of(Example.KEY, Example.TEMPORARY_KEY, Example.TOKEN, IamPassword.of("domain", "user", "ExamplePassword-1"));

    private static final String INSTANCE = "{'jobId':917567,'planTime':1732601580000,'submitTime':1732239754684}";

    private static final InstanceState STATE =
            new InstanceState("w", null, "sales", "917567", "7", 1732601580000L, null, "fail", 1732601581000L, null);
    private static final String STATE_JSON = "{'workspace':'w','kind':null,'name':'sales','jobId':'917567','instanceId':'7',"
            + "'planTime':1732601580000,'submitTime':null,'status':'fail','startTime':1732601581000,'endTime':null,"
            + "'atEnd':true,'succeeded':false,'needsPerson':false}";

    private static final BatchEntry ENTRY = new BatchEntry(1, Example.QUALITY, BatchEntry.Decision.SENT, Outcome.UNKNOWN, 500, "r-1", null,
            "why", new Evidence(Evidence.Verdict.RAN_SINCE, "seen"), null, null);
    private static final String ENTRY_JSON = "{'number':1,'rerun':{'kind':'QUALITY_JOB','jobId':'1440764172232392705'},'decision':'SENT',"
            + "'outcome':'UNKNOWN','httpStatus':500,'requestId':'r-1','instanceId':null,'reason':'why',"
            + "'evidence':{'verdict':'RAN_SINCE','reason':'seen'},'ending':null,'preview':null,'advice':'do not send it again: it ran'}";

    private Values() {}

    /** A value and its JSON, with ' in place of ". */
    record Written(Object value, String json) {

        /** Returns whether some JSON says the same. The order of fields differs between versions of Jackson. */
        boolean says(String other) throws Exception {
            ObjectMapper mapper = new ObjectMapper();
            return mapper.readTree(json.replace('\'', '"')).equals(mapper.readTree(other));
        }

        @Override
        public String toString() {
            return value.getClass().getSimpleName() + " " + json;
        }
    }

    /** Returns values that need no module for {@code java.time}. */
    static Stream<Written> plain() {
        return Stream.of(
                new Written(RerunReceipt.of(200, "r-1", "7", 2), "{'httpStatus':200,'requestId':'r-1','instanceId':'7','attempts':2}"),
                new Written(RerunReceipt.of(204, null, null, 1), "{'httpStatus':204,'requestId':null,'instanceId':null,'attempts':1}"),
                new Written(new RequestPreview("POST", URI.create("https://h/a"), Map.of("Host", "h"), "{}"),
                        "{'method':'POST','uri':'https://h/a','headers':{'Host':'h'},'body':'{}'}"),
                new Written(Example.INSTANCE, INSTANCE),
                new Written(Example.INSTANCES, "{'jobName':'test_job_name','instances':[" + INSTANCE + "],'span':null,"
                        + "'start':{'location':'errorNode','name':null},'version':'ORIGINAL','ignoreObsListening':true}"),
                new Written(Example.RELATED_JOBS, "{'jobName':'test_job_name','instances':[],'span':{'begin':1732608520000,"
                        + "'end':1732612120000,'jobs':[{'name':'job_test_smn2','workspace':'" + Example.WORKSPACE + "'}],'concurrency':2},"
                        + "'start':{'location':'errorNode','name':null},'version':'CURRENT','ignoreObsListening':true}"),
                new Written(Example.QUALITY, "{'kind':'QUALITY_JOB','jobId':'1440764172232392705'}"),
                new Written(QualityRerun.comparisonJob("8"), "{'kind':'COMPARISON_JOB','jobId':'8'}"),
                new Written(List.of(Example.QUALITY), "[{'kind':'QUALITY_JOB','jobId':'1440764172232392705'}]"),
                new Written(RelatedJob.of("a"), "{'name':'a','workspace':null}"),
                new Written(StartNode.named("n"), "{'location':'specifiedNode','name':'n'}"),
                new Written(StartNode.first(), "{'location':'firstNode','name':null}"),
                new Written(TaskVersion.CURRENT, "'CURRENT'"),
                new Written(new FoundInstance(STATE), STATE_JSON),
                new Written(new FoundJob("a", InstanceStatus.of("new")), "{'name':'a','lastStatus':'new'}"),
                new Written(new FoundRule(QualityRerun.Kind.COMPARISON_JOB, "7", "a"), "{'kind':'COMPARISON_JOB','id':'7','name':'a'}"),
                new Written(new QualityRun(new InstanceState(
                                "w", QualityRerun.Kind.QUALITY_JOB, "a-1", "7", "8", null, null, "ALARMING", null, 1732601640000L)),
                        "{'workspace':'w','kind':'QUALITY_JOB','name':'a-1','jobId':'7','instanceId':'8','planTime':null,'submitTime':null,"
                                + "'status':'ALARMING','startTime':null,'endTime':1732601640000,'atEnd':true,'succeeded':false,"
                                + "'needsPerson':false}"),
                new Written(InstanceQuery.ofAllJobs().between(1732550400000L, 1732636800000L).withStatus(InstanceStatus.FAIL),
                        "{'jobName':null,'window':{'from':1732550400000,'to':1732636800000},'statuses':['fail']}"),
                new Written(JobQuery.all(), "{'name':null}"),
                new Written(RuleQuery.qualityJobs().named("a"), "{'kind':'QUALITY_JOB','name':'a'}"),
                new Written(RunQuery.qualityJobs().between(1732550400000L, 1732636800000L).withStatus(RunStatus.FAILED),
                        "{'kind':'QUALITY_JOB','window':{'from':1732550400000,'to':1732636800000},'statuses':['FAILED'],'name':null}"),
                new Written(new Window(1732550400000L, 1732636800000L), "{'from':1732550400000,'to':1732636800000}"),
                new Written(InstanceStatus.PAUSE, "'pause'"),
                new Written(RunStatus.SUCCESS, "'SUCCESS'"),
                new Written(new Evidence(Evidence.Verdict.NO_RUN_SEEN, "why"), "{'verdict':'NO_RUN_SEEN','reason':'why'}"),
                new Written(new Ending(true, false, List.of(STATE), List.of(), "why"),
                        "{'finished':true,'succeeded':false,'moved':[" + STATE_JSON + "],'unmoved':[],'reason':'why'}"),
                new Written(STATE, STATE_JSON),
                new Written(ENTRY, ENTRY_JSON),
                new Written(new BatchProgress(3, 4L, Map.of(Outcome.ACCEPTED, 3L), 1.5),
                        "{'done':3,'total':4,'counts':{'ACCEPTED':3},'perSecond':1.5}"),
                new Written(new BatchReport(Map.of(Outcome.UNKNOWN, 1L), 2, 3, 4, 0, 5, "why", List.of(ENTRY), 6, null),
                        "{'counts':{'UNKNOWN':1},'already':2,'duplicates':3,'moved':4,'previewed':0,'notBegun':5,'stoppedBecause':'why',"
                                + "'entries':[" + ENTRY_JSON + "],'entriesLeftOut':6,'secondsNeeded':null}"),
                new Written(Outcome.UNKNOWN, "'UNKNOWN'"));
    }

    /** Returns values with a duration. */
    static Stream<Written> timed() {
        return Stream.of(
                new Written(new CallEvent("op", "POST", "/a/{b}", 1, 200, Outcome.ACCEPTED, Duration.ofMillis(350), "r-1", null),
                        "{'operation':'op','method':'POST','pathTemplate':'/a/{b}','attempt':1,'status':200,'outcome':'ACCEPTED',"
                                + "'duration':'PT0.35S','requestId':'r-1','failure':null}"),
                new Written(new CallEvent(
                                "op", "GET", "/a", 0, null, Outcome.NOT_SENT, Duration.ofSeconds(2), null, NotSentException.class),
                        "{'operation':'op','method':'GET','pathTemplate':'/a','attempt':0,'status':null,'outcome':'NOT_SENT',"
                                + "'duration':'PT2S','requestId':null,'failure':'io.dataarts.rerun.error.NotSentException'}"),
                new Written(new ServiceAnswer(429, "APIG.0308", "slow", "r-1", "body", Duration.ofSeconds(1)),
                        "{'httpStatus':429,'errorCode':'APIG.0308','errorMessage':'slow','requestId':'r-1','rawBody':'body',"
                                + "'retryAfter':'PT1S'}"));
    }
}
