@echo off
rem Runs the command from a checkout; builds it in Release first when a source is newer than the last build.
setlocal
set "root=%~dp0"
set "dll=%root%artifacts\bin\Assay.Cli\release\Assay.Cli.dll"
set "stamp=%root%artifacts\assay.stamp"
powershell -NoProfile -Command "if ((Test-Path '%dll%') -and (Test-Path '%stamp%')) { $t = (Get-Item '%stamp%').LastWriteTimeUtc; if (Get-ChildItem '%root%src','%root%models','%root%Directory.*.*','%root%global.json' -Recurse -File | Where-Object { $_.LastWriteTimeUtc -gt $t } | Select-Object -First 1) { exit 1 } else { exit 0 } } else { exit 1 }"
if errorlevel 1 (
  echo building assay ^(once; a minute or two^) 1>&2
  if not exist "%root%artifacts" mkdir "%root%artifacts"
  dotnet build "%root%src\Assay.Cli\Assay.Cli.csproj" -c Release -v quiet -nologo > "%root%artifacts\build.log" 2>&1
  if errorlevel 1 (
    type "%root%artifacts\build.log" 1>&2
    exit /b 3
  )
  type nul > "%stamp%"
)
dotnet "%dll%" %*
exit /b %errorlevel%
