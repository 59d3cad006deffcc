package passwordsync.corehost;

import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.forgerock.audit.events.AccessAuditEventBuilder;
import org.forgerock.audit.events.AccessAuditEventBuilder.ResponseStatus;
import org.forgerock.json.JsonValue;
import org.forgerock.openidm.quartz.impl.ExecutionException;
import org.forgerock.openidm.quartz.impl.ScheduledService;
import org.forgerock.openidm.script.impl.ScriptRegistryService;
import org.forgerock.services.TransactionId;
import org.forgerock.services.context.Context;
import org.forgerock.services.context.RootContext;
import org.forgerock.services.context.SecurityContext;
import org.forgerock.services.context.TransactionIdContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the work of a job: the vendor's scheduled script service, in the context that the server's scheduler gives. */
final class JobRuns {
    private static final Logger LOGGER = LoggerFactory.getLogger(JobRuns.class);

    private final Scripts scripts;
    private final Map<String, ReentrantLock> locks = new ConcurrentHashMap<>();

    JobRuns(Scripts scripts) {
        this.scripts = scripts;
    }

    /**
     * Runs the job on this thread and returns what failed, or null. Unless the schedule allows it, no two runs of a job
     * overlap: Quartz keeps its own runs apart, but knows nothing of those that are triggered over HTTP.
     */
    String run(String job, Schedule schedule, Date scheduled, Date next) {
        ReentrantLock lock = locks.computeIfAbsent(job, unused -> new ReentrantLock(true));
        if (schedule.concurrent()) {
            return runNow(job, schedule, scheduled, next);
        }
        lock.lock();
        try {
            return runNow(job, schedule, scheduled, next);
        } finally {
            lock.unlock();
        }
    }

    private String runNow(String job, Schedule schedule, Date scheduled, Date next) {
        String service = schedule.config().get("invokeService").asString();
        if (!service.equals(ScriptRegistryService.PID)) {
            LOGGER.warn("job {}: {} is not here, only scripts are", job, service);
            return "no scheduled service " + service;
        }
        String invoker = "Scheduled " + job + "-" + scheduled;
        Map<String, Object> data = new HashMap<>();
        data.put(ScheduledService.CONFIG_NAME, "scheduler-" + job);
        data.put(ScheduledService.CONFIGURED_INVOKE_SERVICE, service);
        data.put(ScheduledService.CONFIGURED_INVOKE_CONTEXT, schedule.config().get("invokeContext").getObject());
        data.put(ScheduledService.INVOKER_NAME, invoker);
        data.put(ScheduledService.SCHEDULED_FIRE_TIME, scheduled);
        data.put(ScheduledService.ACTUAL_FIRE_TIME, new Date());
        data.put(ScheduledService.NEXT_FIRE_TIME, next);
        Context context = context(invoker);
        long start = System.nanoTime();
        String failure = null;
        try {
            scripts.execute(context, data);
        } catch (ExecutionException | RuntimeException e) {
            failure = ProjectException.reason(e);
            LOGGER.warn("job {} failed: {}", job, failure);
        }
        audit(job, context, start, failure);
        return failure;
    }

    private static Context context(String invoker) {
        Map<String, Object> authorization = new HashMap<>();
        authorization.put(SecurityContext.AUTHZID_ID, invoker);
        authorization.put(SecurityContext.AUTHZID_ROLES, List.of("system"));
        authorization.put(SecurityContext.AUTHZID_COMPONENT, "scheduler");
        return new SecurityContext(
                new TransactionIdContext(new RootContext(), new TransactionId()), invoker, authorization);
    }

    /** Every run leaves an access event, as on the server. */
    private void audit(String job, Context context, long start, String failure) {
        AccessAuditEventBuilder<?> event = new AccessAuditEventBuilder<>();
        event.transactionIdFromContext(context)
                .timestamp(System.currentTimeMillis())
                .eventName("access")
                .userId(context.asContext(SecurityContext.class).getAuthenticationId());
        event.request("CREST", "ScheduledTask",
                new JsonValue(Map.of("taskName", Schedules.GROUP + "." + job)));
        event.response(
                failure == null ? ResponseStatus.SUCCESSFUL : ResponseStatus.FAILED,
                null,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start),
                TimeUnit.MILLISECONDS);
        try {
            scripts.auditScheduledService(context, event.toEvent());
        } catch (ExecutionException e) {
            LOGGER.warn("job {} could not be audited: {}", job, ProjectException.reason(e));
        }
    }
}
