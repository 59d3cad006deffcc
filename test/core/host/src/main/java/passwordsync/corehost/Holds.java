package passwordsync.corehost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.forgerock.json.resource.ResourceException;

/**
 * Places where a test stops a call of the repository, to kill the process there or to let other calls go first, or where
 * it makes one fail. Each hold takes one call, and a call is taken by one hold: of those that wait for it, the oldest.
 */
final class Holds {
    private enum State {
        ARMED, REACHED, RELEASED
    }

    private static final class Hold {
        private final String name;
        private final HoldSpec spec;
        private State state = State.ARMED;
        private int matches;
        private String reachedId;

        Hold(String name, HoldSpec spec) {
            this.name = name;
            this.spec = spec;
        }

        Map<String, Object> view() {
            Map<String, Object> view = new LinkedHashMap<>();
            view.put("hold", name);
            view.putAll(spec.view());
            if (reachedId != null) {
                view.put("id", reachedId);
            }
            view.put("state", state.name().toLowerCase(Locale.ROOT));
            return view;
        }
    }

    private final Map<String, Hold> holds = new LinkedHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    String arm(HoldSpec spec) {
        lock.lock();
        try {
            String name = String.valueOf(holds.size() + 1);
            holds.put(name, new Hold(name, spec));
            return name;
        } finally {
            lock.unlock();
        }
    }

    List<Object> views() {
        lock.lock();
        try {
            return new ArrayList<>(holds.values().stream().map(Hold::view).toList());
        } finally {
            lock.unlock();
        }
    }

    /** The hold as soon as it is no longer armed, or as it is after so many seconds; empty when there is none. */
    Optional<Map<String, Object>> await(String name, int seconds) throws InterruptedException {
        long left = TimeUnit.SECONDS.toNanos(seconds);
        lock.lock();
        try {
            Hold hold = holds.get(name);
            while (hold != null && hold.state == State.ARMED && left > 0) {
                left = changed.awaitNanos(left);
            }
            return Optional.ofNullable(hold).map(Hold::view);
        } finally {
            lock.unlock();
        }
    }

    /** Lets the call go on, or disarms a hold that none has reached. */
    Optional<Map<String, Object>> release(String name) {
        lock.lock();
        try {
            Hold hold = holds.get(name);
            if (hold != null) {
                hold.state = State.RELEASED;
                changed.signalAll();
            }
            return Optional.ofNullable(hold).map(Hold::view);
        } finally {
            lock.unlock();
        }
    }

    /** Called at both moments of every call of the repository: returns, waits, or throws, as the holds want it. */
    void pass(String operation, String type, String id, HoldSpec.When moment) throws ResourceException {
        lock.lock();
        try {
            Hold hold = reached(operation, type, id, moment);
            if (hold == null) {
                return;
            }
            hold.state = State.REACHED;
            hold.reachedId = id;
            changed.signalAll();
            if (hold.spec.fail() != null) {
                throw ResourceException.newResourceException(hold.spec.fail(), "hold " + hold.name + " makes it fail");
            }
            while (hold.state != State.RELEASED) {
                // An interrupt must not let the call slip through: a frozen process would not notice it either.
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Every armed hold counts the call, also when another one takes it. */
    private Hold reached(String operation, String type, String id, HoldSpec.When moment) {
        Hold oldest = null;
        for (Hold hold : holds.values()) {
            if (hold.state == State.ARMED && hold.spec.matches(operation, type, id, moment)) {
                hold.matches++;
                if (oldest == null && hold.matches > hold.spec.skip()) {
                    oldest = hold;
                }
            }
        }
        return oldest;
    }
}
