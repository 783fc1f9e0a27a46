// Surety's bridge to Spot.
// Copyright (C) 2026 the authors of Surety.
//
// This file is part of Surety. Because it links with Spot, it alone of Surety's files is free
// software under the GNU General Public License: you can redistribute it and/or modify it under
// the terms of that license as published by the Free Software Foundation, either version 3 of the
// License, or (at your option) any later version. It is distributed in the hope that it will be
// useful, but WITHOUT ANY WARRANTY; without even the implied warranty of MERCHANTABILITY or FITNESS
// FOR A PARTICULAR PURPOSE. See <https://www.gnu.org/licenses/> for the license.
//
// Formulas and automata cross as text, so that no object of one side is ever owned by the other.
// The Java side lets one call in at a time: Spot's formulas and decision diagrams are shared
// without locks. Every C++ exception becomes a Java exception.

#include <jni.h>

#include <spot/misc/optionmap.hh>
#include <spot/misc/version.hh>
#include <spot/tl/contain.hh>
#include <spot/tl/hierarchy.hh>
#include <spot/tl/parse.hh>
#include <spot/tl/print.hh>
#include <spot/tl/simplify.hh>
#include <spot/twaalgos/hoa.hh>
#include <spot/twaalgos/isdet.hh>
#include <spot/twaalgos/stutter.hh>
#include <spot/twaalgos/translate.hh>

#include <exception>
#include <new>
#include <sstream>
#include <stdexcept>
#include <string>

namespace
{
  /// Java has an exception pending already: leave without another.
  struct java_exception {};

  /// A Java string's characters, released at the end of the scope.
  class text
  {
  public:
    text(JNIEnv* env, jstring string)
      : env_(env), string_(string),
        chars_(string ? env->GetStringUTFChars(string, nullptr) : nullptr)
    {
      if (!chars_)
        throw java_exception();
    }

    ~text() { env_->ReleaseStringUTFChars(string_, chars_); }

    text(const text&) = delete;
    text& operator=(const text&) = delete;

    std::string str() const { return chars_; }

  private:
    JNIEnv* env_;
    jstring string_;
    const char* chars_;
  };

  void raise(JNIEnv* env, const char* type, const char* message)
  {
    jclass exception = env->FindClass(type);
    if (exception)
      env->ThrowNew(exception, message);
  }

  /// Runs the body and turns whatever it throws into a Java exception.
  template <typename Result, typename Body>
  Result guarded(JNIEnv* env, Result otherwise, Body body)
  {
    try
      {
        return body();
      }
    catch (const java_exception&)
      {
        // raised already
      }
    catch (const std::bad_alloc&)
      {
        raise(env, "java/lang/OutOfMemoryError", "Spot ran out of memory");
      }
    catch (const std::invalid_argument& e)
      {
        raise(env, "java/lang/IllegalArgumentException", e.what());
      }
    catch (const std::exception& e)
      {
        raise(env, "java/lang/IllegalStateException", e.what());
      }
    catch (...)
      {
        raise(env, "java/lang/IllegalStateException", "Spot threw something that is no exception");
      }
    return otherwise;
  }

  spot::formula parse(JNIEnv* env, jstring string)
  {
    spot::parsed_formula parsed = spot::parse_infix_psl(text(env, string).str());
    std::ostringstream errors;
    if (parsed.format_errors(errors))
      throw std::invalid_argument(errors.str());
    return parsed.f;
  }

  jstring java(JNIEnv* env, const std::string& string)
  {
    return env->NewStringUTF(string.c_str());
  }
}

extern "C"
{
  JNIEXPORT jstring JNICALL
  Java_org_surety_automaton_engine_SpotLibrary_version(JNIEnv* env, jclass)
  {
    return guarded<jstring>(env, nullptr, [&] { return java(env, spot::version()); });
  }

  JNIEXPORT jstring JNICALL
  Java_org_surety_automaton_engine_SpotLibrary_translate
  (JNIEnv* env, jclass, jstring formula, jint type, jint preference, jint level, jint max_states)
  {
    return guarded<jstring>(env, nullptr, [&]
      {
        spot::option_map options;
        if (max_states > 0)
          options.set("det-max-states", max_states);
        spot::translator translator(&options);
        translator.set_type(static_cast<spot::translator::output_type>(type));
        translator.set_pref(preference);
        translator.set_level(static_cast<spot::translator::optimization_level>(level));
        spot::twa_graph_ptr automaton = translator.run(parse(env, formula));
        if (!automaton)
          throw std::runtime_error("no automaton within the limit on states");
        std::ostringstream out;
        spot::print_hoa(out, automaton) << '\n';
        return java(env, out.str());
      });
  }

  JNIEXPORT jstring JNICALL
  Java_org_surety_automaton_engine_SpotLibrary_simplify
  (JNIEnv* env, jclass, jstring formula, jint level)
  {
    return guarded<jstring>(env, nullptr, [&]
      {
        spot::tl_simplifier simplifier{spot::tl_simplifier_options(level)};
        return java(env, spot::str_psl(simplifier.simplify(parse(env, formula)), true));
      });
  }

  JNIEXPORT jboolean JNICALL
  Java_org_surety_automaton_engine_SpotLibrary_equivalent
  (JNIEnv* env, jclass, jstring left, jstring right)
  {
    return guarded<jboolean>(env, JNI_FALSE, [&]
      {
        spot::language_containment_checker checker;
        return static_cast<jboolean>(checker.equal(parse(env, left), parse(env, right)));
      });
  }

  JNIEXPORT jboolean JNICALL
  Java_org_surety_automaton_engine_SpotLibrary_contained
  (JNIEnv* env, jclass, jstring inner, jstring outer)
  {
    return guarded<jboolean>(env, JNI_FALSE, [&]
      {
        spot::language_containment_checker checker;
        return static_cast<jboolean>(checker.contained(parse(env, inner), parse(env, outer)));
      });
  }

  JNIEXPORT jboolean JNICALL
  Java_org_surety_automaton_engine_SpotLibrary_stutterInvariant
  (JNIEnv* env, jclass, jstring formula)
  {
    return guarded<jboolean>(env, JNI_FALSE, [&]
      {
        return static_cast<jboolean>(spot::is_stutter_invariant(parse(env, formula)));
      });
  }

  JNIEXPORT jchar JNICALL
  Java_org_surety_automaton_engine_SpotLibrary_hierarchyClass
  (JNIEnv* env, jclass, jstring formula)
  {
    return guarded<jchar>(env, 0, [&]
      {
        return static_cast<jchar>(spot::mp_class(parse(env, formula)));
      });
  }
}
