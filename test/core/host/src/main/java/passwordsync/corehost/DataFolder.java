package passwordsync.corehost;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** The folder of `--data`: whenever the process is killed, all that the next one needs lies in it. */
final class DataFolder {
    /** Reachable as long as the process lives, for the lock goes when its channel is collected. */
    private static FileLock lock;

    private final Path root;

    private DataFolder(Path root) {
        this.root = root;
    }

    /** Takes the folder for this process alone: two that write one journal would make nonsense of it. */
    static DataFolder open(Path root) {
        try {
            Files.createDirectories(root);
            lock = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE).tryLock();
        } catch (IOException e) {
            throw new ProjectException(root + ": no usable data folder: " + ProjectException.reason(e));
        }
        if (lock == null) {
            throw new ProjectException(root + ": another process uses this data folder");
        }
        return new DataFolder(root);
    }

    Path root() {
        return root;
    }

    /** The repository as the last process left it. */
    MemoryRepository repository() {
        Path journal = root.resolve("repository.journal");
        try {
            Map<String, Map<String, Repository.Stored>> types = JournalReplay.of(journal);
            return new MemoryRepository(types, FileJournal.compacted(journal, types));
        } catch (IOException e) {
            throw new ProjectException(journal + ": no usable journal: " + ProjectException.reason(e));
        }
    }
}
