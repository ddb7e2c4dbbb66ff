/**
 * Judges a client of a reseller only by its requests to a stub. The client can be written in any language. The class
 * {@link dev.certbridge.judge.Judge} runs a client in each {@link dev.certbridge.judge.Scenario} and applies each
 * {@link dev.certbridge.judge.JudgeRule}.
 */
@NullMarked
package dev.certbridge.judge;

import org.jspecify.annotations.NullMarked;
