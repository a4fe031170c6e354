/// Schedules: functions that run at set times.
@NullMarked
package dev.imagemirrors.local.schedule;

import org.jspecify.annotations.NullMarked;
