package passwordsync.corehost;

/** Where a repository writes down each change before it makes it, under the lock that guards the object. */
interface Journal {

    /** For a repository that may die with the process. */
    Journal NONE = new Journal() {
        @Override
        public void put(String type, Repository.Stored stored) {
            // Nobody will ask.
        }

        @Override
        public void remove(String type, String id) {
            // Nobody will ask.
        }
    };

    /** The object is new, or stands in place of the one with its id. */
    void put(String type, Repository.Stored stored);

    void remove(String type, String id);
}
