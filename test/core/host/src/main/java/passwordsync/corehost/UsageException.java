package passwordsync.corehost;

/** A command line that cannot be meant: the program ends with exit code 2. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
