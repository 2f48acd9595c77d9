import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";

const store = createStore<{ readonly sampling: number }>()(() => ({ sampling: 1 }));

/** Says that each dot stands for so many events. */
export function setSampling(sampling: number): void {
  if (store.getState().sampling !== sampling) store.setState({ sampling });
}

/** How many events each dot stands for; 1 when every event is a dot. */
export function useSampling(): number {
  return useStore(store, (state) => state.sampling);
}
