# A line for each fact: the container's service, and what the engine says of how it was made. Left out is what two containers of
# the same form cannot share: ids, times, and labels that name the files they come from; and what says the same in
# another way: nothing and an empty list, "no" and no restart policy, a capability with and without its CAP_.
def known: ["com.docker.compose.config-hash", "com.docker.compose.project.config_files",
  "com.docker.compose.project.working_dir", "com.docker.compose.project.environment_file",
  "dev.sfm.plan-hash", "dev.sfm.plan-parts"];
def set: split(",") | sort | join(",");
.[] | . as $container
| .Config.Labels["com.docker.compose.service"] as $service
| {
    name: .Name,
    config: (.Config
      | (if .Hostname == $container.Id[0:12] then del(.Hostname) else . end)
      | .Labels |= with_entries(select(.key as $key | known | index($key) | not))
      | .Labels["com.docker.compose.depends_on"] |= set
      | del(.AttachStdout, .AttachStderr)
      | .Env |= sort),
    host: (.HostConfig
      | .Binds |= (. // [] | sort)
      | .ExtraHosts |= (. // [] | sort)
      | (.CapAdd, .CapDrop) |= (. // [] | map(ltrimstr("CAP_")))
      | .Ulimits |= (. // [] | sort_by(.Name))
      | .RestartPolicy.Name |= if . == "" then "no" else . end),
    mounts: (.Mounts | map(del(.Source) | if (.Name // "" | length) == 64 then del(.Name) else . end) | sort_by(.Destination)),
    networks: (.NetworkSettings.Networks | map_values(.Aliases // [] | map(select(. != $container.Id[0:12])) | unique))
  }
| . as $facts
| paths(type != "object" and type != "array" and . != null) as $path
| "\($service) \($path | map(tostring) | join(".")) = \($facts | getpath($path) | tojson)"
| gsub($project; "PROJECT")
