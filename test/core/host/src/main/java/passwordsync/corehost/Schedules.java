package passwordsync.corehost;

import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.NotFoundException;
import org.forgerock.json.resource.ResourceException;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.StatefulJob;
import org.quartz.Trigger;
import org.quartz.impl.DirectSchedulerFactory;

/** The jobs, in the Quartz that the server uses, all of them in memory, those that say `persisted` as well. */
final class Schedules {
    static final String GROUP = "scheduler-service-group";
    private static final String SCHEDULE = "schedule";
    private static final int THREADS = 10;

    /** Marks a job that Quartz may run twice at the same time; it is the job factory that makes the jobs. */
    private static class Concurrent implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            throw new IllegalStateException("only a mark");
        }
    }

    private static final class OneAtATime extends Concurrent implements StatefulJob {
    }

    private final JobRuns runs;
    private final Scheduler quartz;

    Schedules(JobRuns runs) {
        this.runs = runs;
        try {
            DirectSchedulerFactory.getInstance().createVolatileScheduler(THREADS);
            quartz = DirectSchedulerFactory.getInstance().getScheduler();
            quartz.setJobFactory(fired -> this::execute);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start", e);
        }
    }

    private void execute(JobExecutionContext fired) {
        runs.run(
                fired.getJobDetail().getName(),
                schedule(fired.getJobDetail()),
                fired.getScheduledFireTime(),
                fired.getNextFireTime());
    }

    /** From here on triggers fire; those that became due before are misfires. */
    void resume() throws SchedulerException {
        quartz.start();
    }

    void pause() throws SchedulerException {
        quartz.standby();
    }

    /** Takes a schedule file, in place of the job it made before. */
    void load(String name, JsonValue config) throws ResourceException, SchedulerException {
        put(name, Schedule.of(config, false));
    }

    void unload(String name) {
        try {
            quartz.deleteJob(name, GROUP);
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    synchronized void put(String name, Schedule schedule) throws ResourceException, SchedulerException {
        JobDetail job = new JobDetail(name, GROUP, schedule.concurrent() ? Concurrent.class : OneAtATime.class);
        job.setJobDataMap(new JobDataMap(Map.of(SCHEDULE, schedule)));
        Trigger trigger = schedule.trigger(name);
        quartz.deleteJob(name, GROUP);
        if (schedule.enabled()) {
            quartz.scheduleJob(job, trigger);
        } else {
            // Without a trigger only a durable job is kept.
            job.setDurability(true);
            quartz.addJob(job, false);
        }
    }

    boolean exists(String name) throws SchedulerException {
        return quartz.getJobDetail(name, GROUP) != null;
    }

    List<String> names() throws SchedulerException {
        return List.of(quartz.getJobNames(GROUP));
    }

    /** Runs the job now, also a disabled one, and returns what failed, or null, when it ended. */
    String trigger(String name) throws ResourceException, SchedulerException {
        return runs.run(name, schedule(job(name)), new Date(), null);
    }

    List<Object> running() throws SchedulerException {
        List<Object> running = new ArrayList<>();
        for (Object context : quartz.getCurrentlyExecutingJobs()) {
            running.add(schedule(((JobExecutionContext) context).getJobDetail()).config().getObject());
        }
        return running;
    }

    /** The job as REST shows it. */
    JsonValue view(String name) throws ResourceException, SchedulerException {
        JobDetail job = job(name);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("_id", name);
        view.putAll(schedule(job).config().asMap());
        List<Object> triggers = new ArrayList<>();
        Date next = null;
        for (Trigger trigger : quartz.getTriggersOfJob(name, GROUP)) {
            next = trigger.getFireTimeAfter(new Date());
            triggers.add(Map.of("name", trigger.getName(), "group", trigger.getGroup()));
        }
        view.put("triggers", triggers);
        view.put("nextRunDate", next == null ? null : next.toInstant().toString());
        return new JsonValue(view);
    }

    private JobDetail job(String name) throws NotFoundException, SchedulerException {
        JobDetail job = quartz.getJobDetail(name, GROUP);
        if (job == null) {
            throw new NotFoundException("Schedule does not exist");
        }
        return job;
    }

    private static Schedule schedule(JobDetail job) {
        return (Schedule) job.getJobDataMap().get(SCHEDULE);
    }
}
