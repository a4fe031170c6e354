/// Schedules, which invoke functions at set times.
@NullMarked
package dev.imagemirrors.local.schedule;

import org.jspecify.annotations.NullMarked;
