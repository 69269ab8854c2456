// SPDX-License-Identifier: MIT
// Tells ThreadSanitizer of Swift's Mutex; Tests/Fuzz/sanitizers links it into what it builds.
//
// A mutex that nobody waits for is taken and given back by atomic operations inside of our own
// code, which the sanitiser sees. As soon as a thread waits, two functions of libswiftSynchronization
// do it, which is not instrumented: every use of a contended mutex would look like a race.

#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context))

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

extern void __tsan_acquire(void *);
extern void __tsan_release(void *);

// _MutexHandle._lockSlow(UInt32)
SWIFT void lock(uint32_t owner, SELF void *mutex) __asm__(LOCK);
SWIFT void lock(uint32_t owner, SELF void *mutex) {
  SWIFT void (*original)(uint32_t, SELF void *) = dlsym(RTLD_NEXT, LOCK);
  original(owner, mutex);
  __tsan_acquire(mutex);
}

// _MutexHandle._unlockSlow()
SWIFT void unlock(SELF void *mutex) __asm__(UNLOCK);
SWIFT void unlock(SELF void *mutex) {
  SWIFT void (*original)(SELF void *) = dlsym(RTLD_NEXT, UNLOCK);
  __tsan_release(mutex);
  original(mutex);
}
