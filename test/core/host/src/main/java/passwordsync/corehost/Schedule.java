package passwordsync.corehost;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import org.forgerock.json.JsonValue;
import org.forgerock.json.resource.BadRequestException;
import org.forgerock.json.resource.InternalServerErrorException;
import org.forgerock.json.resource.ResourceException;
import org.forgerock.openidm.core.ServerConstants;
import org.quartz.CronTrigger;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;

/** A schedule as its configuration says it, with the server's defaults and refusals. */
record Schedule(JsonValue config) {
    /** So late fires a simple schedule without a start time: a test that expects it at once fails on a server too. */
    private static final long SIMPLE_DELAY_MILLIS = 3000;

    static Schedule of(JsonValue config, boolean persistedDefault) throws ResourceException {
        Map<String, Object> full = new LinkedHashMap<>();
        full.put("enabled", flag(config, "enabled", true));
        full.put("persisted", flag(config, "persisted", persistedDefault));
        full.put("misfirePolicy", config.get("misfirePolicy").defaultTo("fireAndProceed").asString());
        full.put("schedule", config.get("schedule").asString());
        full.put("type", config.get("type").defaultTo("cron").asString());
        full.put("invokeService", service(config));
        full.put("invokeContext", config.get("invokeContext").getObject());
        full.put("invokeLogLevel", config.get("invokeLogLevel").defaultTo("info").asString());
        full.put("timeZone", config.get("timeZone").asString());
        full.put("startTime", config.get("startTime").asString());
        full.put("endTime", config.get("endTime").asString());
        full.put("concurrentExecution", flag(config, "concurrentExecution", false));
        Schedule schedule = new Schedule(new JsonValue(full));
        schedule.trigger("checked");
        return schedule;
    }

    boolean enabled() {
        return config.get("enabled").asBoolean();
    }

    boolean concurrent() {
        return config.get("concurrentExecution").asBoolean();
    }

    /** The trigger of the job with this name. */
    Trigger trigger(String job) throws ResourceException {
        Trigger trigger = switch (config.get("type").asString()) {
            case "cron" -> cron();
            case "simple" -> simple();
            default -> throw new BadRequestException("Specified type value invalid: " + text("type"));
        };
        trigger.setName("trigger-" + job);
        trigger.setGroup(Schedules.GROUP);
        trigger.setJobName(job);
        trigger.setJobGroup(Schedules.GROUP);
        Date start = time("startTime");
        if (start != null) {
            trigger.setStartTime(start);
        }
        trigger.setEndTime(time("endTime"));
        return trigger;
    }

    private Trigger cron() throws ResourceException {
        if (text("schedule") == null || text("schedule").isBlank()) {
            throw new BadRequestException("A schedule of type cron must provide a cron schedule");
        }
        if (!Set.of("fireAndProceed", "doNothing").contains(text("misfirePolicy"))) {
            throw new BadRequestException("Invalid misfire policy: " + text("misfirePolicy"));
        }
        CronTrigger trigger = new CronTrigger();
        try {
            trigger.setCronExpression(text("schedule"));
        } catch (ParseException e) {
            throw new InternalServerErrorException(
                    "Invalid cron schedule " + text("schedule") + ": " + e.getMessage());
        }
        trigger.setTimeZone(TimeZone.getTimeZone(zone()));
        trigger.setMisfireInstruction(text("misfirePolicy").equals("doNothing")
                ? CronTrigger.MISFIRE_INSTRUCTION_DO_NOTHING
                : CronTrigger.MISFIRE_INSTRUCTION_FIRE_ONCE_NOW);
        return trigger;
    }

    private Trigger simple() {
        SimpleTrigger trigger = new SimpleTrigger();
        trigger.setStartTime(new Date(System.currentTimeMillis() + SIMPLE_DELAY_MILLIS));
        trigger.setMisfireInstruction(SimpleTrigger.MISFIRE_INSTRUCTION_FIRE_NOW);
        return trigger;
    }

    private Date time(String key) throws BadRequestException {
        if (text(key) == null || text(key).isBlank()) {
            return null;
        }
        try {
            return Date.from(LocalDateTime.parse(text(key)).atZone(zone()).toInstant());
        } catch (DateTimeException e) {
            throw new BadRequestException(key + " is no time such as 2030-01-31T23:59:59: " + text(key), e);
        }
    }

    private ZoneId zone() throws BadRequestException {
        if (text("timeZone") == null || text("timeZone").isBlank()) {
            return ZoneId.systemDefault();
        }
        try {
            return ZoneId.of(text("timeZone"), ZoneId.SHORT_IDS);
        } catch (DateTimeException e) {
            throw new BadRequestException("Scheduler configured timezone is not understood: " + text("timeZone"), e);
        }
    }

    private String text(String key) {
        return config.get(key).asString();
    }

    /** Substituted properties are strings, so "true" is true. */
    private static boolean flag(JsonValue config, String key, boolean byDefault) {
        JsonValue value = config.get(key);
        return value.isString() ? Boolean.parseBoolean(value.asString()) : value.defaultTo(byDefault).asBoolean();
    }

    private static String service(JsonValue config) throws BadRequestException {
        String service = config.get("invokeService").asString();
        if (service == null || service.isBlank()) {
            throw new BadRequestException("The invokeService of the schedule is missing");
        }
        return service.contains(".") ? service : ServerConstants.SERVICE_RDN_PREFIX + service;
    }
}
