package dev.imagemirrors.local.stack;

import dev.imagemirrors.local.schedule.ScheduleRunner;
import dev.imagemirrors.local.sqs.QueuePoller;
import dev.imagemirrors.local.streams.StreamPoller;
import java.util.List;

/// The event sources that invoke functions: queue pollers, stream pollers and schedules.
record Drivers(List<QueuePoller> queues, List<StreamPoller> streams, List<ScheduleRunner> schedules)
    implements AutoCloseable {
  @Override
  public void close() {
    queues.forEach(QueuePoller::close);
    streams.forEach(StreamPoller::close);
    schedules.forEach(ScheduleRunner::close);
  }
}
