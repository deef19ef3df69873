package io.slabcache.store.testing;

import io.slabcache.store.SlabStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Everything that every {@link SlabStore} must do, whatever holds its items. */
public abstract class StoreContractTest
        implements ReadContract,
                WriteContract,
                UpdateContract,
                ExpiryContract,
                ReservationContract,
                IterationContract,
                RemovalContract,
                StatisticsContract,
                ArgumentContract,
                CloseContract {
    private final ManualClock clock = new ManualClock();
    private final List<SlabStore> opened = new ArrayList<>();
    private SlabStore store;

    /**
     * Opens a store of the kind under test.
     *
     * @param spec what it is to be like
     * @return a new, empty store
     */
    protected abstract SlabStore openStore(StoreSpec spec);

    @BeforeEach
    void openStoreUnderTest() {
        store = open(spec());
    }

    @AfterEach
    void closeStores() {
        opened.forEach(SlabStore::close);
    }

    @Override
    public final SlabStore store() {
        return store;
    }

    @Override
    public final ManualClock clock() {
        return clock;
    }

    @Override
    public final SlabStore open(StoreSpec spec) {
        SlabStore another = openStore(spec);
        opened.add(another);
        return another;
    }
}
