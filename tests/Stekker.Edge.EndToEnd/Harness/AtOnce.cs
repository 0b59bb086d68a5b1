// These tests wait far more than they compute: for a car's second, a lost line's rest, a broker's start. Two at once, as many as the cores, would
// leave the machine idle for most of their minutes.
[assembly: CollectionBehavior(MaxParallelThreads = 4)]
