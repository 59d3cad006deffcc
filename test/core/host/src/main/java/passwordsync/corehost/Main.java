package passwordsync.corehost;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs an IDM project on the real OpenIDM core. Exit code 2 for a command line that cannot be meant, 1 for a project
 * that cannot be loaded. The Java flags to use are in the file jvm-options beside pom.xml.
 */
public final class Main {
    private Main() {
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream launcher = System.out;
        // The vendor's console.log prints to standard output, which here is one line of JSON and nothing else.
        System.setOut(System.err);
        if (List.of(arguments).contains("--help")) {
            launcher.println(Options.USAGE);
            return;
        }
        try {
            run(Options.parse(arguments), launcher);
        } catch (UsageException e) {
            System.err.println(e.getMessage() + "\n" + Options.USAGE);
            System.exit(2);
        } catch (ProjectException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(Options options, PrintStream launcher) throws Exception {
        Optional<DataFolder> data = options.data().map(DataFolder::open);
        // Within the data folder if there is one: a killed process tidies nothing, and who owns that folder will.
        Path working = data.isPresent()
                ? Files.createTempDirectory(data.get().root(), "working-")
                : Files.createTempDirectory("core-host-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteTree(working)));
        String url = Host.start(options, data, working);
        if (options.exitWithParent()) {
            exitWithStandardInput();
        }
        Map<String, Object> ready = new LinkedHashMap<>();
        ready.put("ready", true);
        ready.put("url", url);
        ready.put("millis", System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
        launcher.println(Json.text(ready));
        launcher.flush();
    }

    /** A test that is killed cannot stop what it started, but its end of the pipe closes by itself. */
    private static void exitWithStandardInput() {
        Thread watcher = new Thread(() -> {
            try {
                while (System.in.read() >= 0) {
                    continue;
                }
            } catch (IOException e) {
                // Closed, which is the end as well.
            }
            System.exit(0);
        }, "parent-watcher");
        watcher.setDaemon(true);
        watcher.start();
    }

    private static void deleteTree(Path root) {
        if (!Files.exists(root)) {
            return; // Somebody tidied the temporary folder; nothing is left to do.
        }
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
