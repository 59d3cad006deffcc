package passwordsync.corehost;

/** Something wrong in the project directory. The message is the one line the developer sees, so it names the file. */
final class ProjectException extends RuntimeException {
    ProjectException(String message) {
        super(message);
    }

    /** What went wrong, without the class names and line breaks of the vendor's nested exceptions. */
    static String reason(Throwable thrown) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null && innermost.getCause() != innermost) {
            innermost = innermost.getCause();
        }
        String message = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
        return message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
